console.log('workers/node/pooled-thread', process.version, await Promise.resolve(1)); export {};
