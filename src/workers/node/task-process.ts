console.log('workers/node/task-process', process.version, await Promise.resolve(1)); export {};
