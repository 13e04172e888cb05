console.log('workers/node/single-thread', process.version, await Promise.resolve(1)); export {};
