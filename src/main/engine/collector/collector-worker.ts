console.log('main/engine/collector/collector-worker', process.version, await Promise.resolve(1)); export {};
