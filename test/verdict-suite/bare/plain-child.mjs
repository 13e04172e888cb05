/** A process of plain.mjs: answers each input with the task's result. */
const { default: task } = await import(process.argv[2]);

process.on('message', ([input]) => {
  void answer(input);
});

async function answer(input) {
  process.send([await task(input)]);
}

process.send('ready');
