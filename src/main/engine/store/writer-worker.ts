console.log('main/engine/store/writer-worker', process.version, await Promise.resolve(1)); export {};
