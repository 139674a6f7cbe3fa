"""What is done to queues, and what is to be seen then. The queues hide what was received for 20 seconds, and `work` and
`ordered.fifo` give up what was received twice. A script looks ten seconds before or after something happens."""

from .asking import attributes, batches, refusals
from .giving_up import dead_letters, given_back_too_often, move_tasks
from .hiding import delay, handles, purged, visibility, visibility_changed, visibility_of_one_look
from .order import in_order, out_of_order, said_again_later, said_twice

SCRIPTS = (visibility, visibility_changed, visibility_of_one_look, delay, handles, dead_letters, given_back_too_often,
           move_tasks, batches, attributes, in_order, said_twice, said_again_later, out_of_order, refusals, purged)
# Those that wait for long, and after that for nothing that could pass.
LONG = (said_again_later,)
