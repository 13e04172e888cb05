console.log('workers/node/keeper', process.version, await Promise.resolve(1)); export {};
