// One of the processes that play seeds: gets ranges of them, and answers with what they came to.
import { type Task, playAll } from './play-all.ts';

// What a fault's stack would say, a replay says.
Error.stackTraceLimit = 0;
process.on('message', (task: Task) => {
  void playAll(task).then((result) => process.send?.(result));
});
