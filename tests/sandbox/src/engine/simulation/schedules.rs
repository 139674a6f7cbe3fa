//! What happens by the clock.

use time::OffsetDateTime;

use super::events::Way;
use super::{Simulation, What};
use crate::schedule::{ScheduleError, ScheduleExpression};
use crate::stack::{Destination, Schedule};

/// A schedule and when it is due next.
#[derive(Debug)]
pub(crate) struct Timetable {
    pub(super) schedule: Schedule,
    expression: ScheduleExpression,
    pub(super) next: Option<OffsetDateTime>,
}

impl Timetable {
    /// A schedule that is made now. One that is disabled is never due.
    pub(crate) fn new(schedule: Schedule, now: OffsetDateTime) -> Result<Self, ScheduleError> {
        let expression = ScheduleExpression::parse(&schedule.expression)?;
        let next = if schedule.enabled { expression.next_after(now) } else { None };
        Ok(Self { schedule, expression, next })
    }
}

impl Simulation {
    pub(super) fn run_schedules(&mut self) {
        let now = self.clock.now();
        let mut due = Vec::new();
        for timetable in &mut self.timetables {
            while let Some(at) = timetable.next.filter(|at| *at <= now) {
                due.push(timetable.schedule.clone());
                timetable.next = timetable.expression.next_after(at);
            }
        }
        for schedule in due {
            self.fire(&schedule);
        }
    }

    /// Does now what the schedule with this logical id does in its time, even if it is disabled.
    /// False when there is none.
    pub(crate) fn trigger_schedule(&mut self, logical_id: &str) -> bool {
        let found = self.timetables.iter().map(|timetable| &timetable.schedule);
        let Some(schedule) = found.into_iter().find(|schedule| schedule.logical_id == logical_id).cloned()
        else {
            return false;
        };
        self.fire(&schedule);
        true
    }

    fn fire(&mut self, schedule: &Schedule) {
        self.tell(What::ScheduleDue { schedule: schedule.logical_id.clone() });
        let by = schedule.logical_id.as_str();
        let to = Way { by, role_arn: schedule.role_arn.as_deref(), to: &schedule.to };
        let kept = schedule.dead_letter_queue.clone().map(Destination::Queue);
        let role_arn = schedule.dead_letter_role_arn.as_deref();
        let kept = kept.as_ref().map(|queue| Way { by, role_arn, to: queue });
        self.deliver(&to, kept.as_ref(), &schedule.input);
    }
}
