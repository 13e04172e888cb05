console.log('main/hosts/cli/main', process.version, await Promise.resolve(1)); export {};
