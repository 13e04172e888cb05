console.log('workers/node/runner', process.version, await Promise.resolve(1)); export {};
