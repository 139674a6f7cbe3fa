//! A panic in one invocation is reported, and the next is served.

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::task::Poll;

use crate::error::Error;
use crate::logging;

thread_local! {
    /// Where the invocation that runs on this thread panicked; none where no invocation runs.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Reports panics by their place alone: the message may hold what was asked for. One within an
/// invocation is its error, and is logged as that; any other has a line of its own.
pub(crate) fn report(operation: &'static str) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        let is_invocation =
            PLACE.with_borrow_mut(|known| known.as_mut().map(|known| known.clone_from(&place)));
        if is_invocation.is_none() {
            logging::outside(operation, &format!("panicked at {place}"));
        }
    }));
}

/// Turns a panic into an [`Error::Internal`], so that it is reported by that name.
pub(super) async fn catch<T>(
    mut answer: Pin<Box<impl Future<Output = Result<T, Error>>>>,
) -> Result<T, Error> {
    std::future::poll_fn(|context| {
        PLACE.set(Some("an unknown place".to_owned()));
        let poll = std::panic::catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context)));
        let place = PLACE.take().unwrap_or_default();
        poll.unwrap_or_else(|_| {
            Poll::Ready(Err(Error::Internal(format!("the function panicked at {place}"))))
        })
    })
    .await
}
