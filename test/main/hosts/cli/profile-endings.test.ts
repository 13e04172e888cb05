import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runCorelane, type CommandResult, type RunningCommand } from '../../../support/command-line.ts';
import { Mark } from '../../../support/marked-processes.ts';
import { parseProfile, profiled, startProfile } from '../../../support/profile-command.ts';

const report = async (session: string) => parseProfile(await runCorelane(['show', session, '--json']));

/** Ending takes less than a second; a machine that is busy with other tests gets several. */
async function soon(command: RunningCommand): Promise<CommandResult> {
  const ended = await Promise.race([command.ended, sleep(30_000, null, { ref: false })]);
  if (ended === null) throw new Error('it did not end');
  return ended;
}

const waits = 'echo begun >&2; while :; do sleep 0.05; done';

describe('Ctrl-C', () => {
  it('is passed on to the program and its group, whose end is recorded as any other', async () => {
    const mark = new Mark();
    const { command, session } = startProfile(['sh', '-c', waits], { env: mark.env });
    await command.shows('begun');
    command.process.kill('SIGINT');
    const result = await soon(command);
    expect(result.stderr).toContain('Ctrl-C was passed on to the program');
    expect(result.code).toBe(130);
    await mark.expectNoneLeft();
    expect(await report(session)).toMatchObject({ complete: true, exit: { code: null, signal: 'SIGINT' } });
  });

  it('is the business of a program that does something else with it', async () => {
    const script = 'trap "echo heard >&2; exit 0" INT; echo begun >&2; while :; do sleep 0.05; done';
    const { command, session } = startProfile(['bash', '-c', script]);
    await command.shows('begun');
    command.process.kill('SIGINT');
    const result = await soon(command);
    expect(result.stderr).toContain('heard');
    expect(result.code).toBe(0);
    expect(await report(session)).toMatchObject({ complete: true, exit: { code: 0, signal: null } });
  });

  it('given three times ends a program that takes no notice, and keeps what was recorded', async () => {
    const mark = new Mark();
    const { command, session } = startProfile(['sh', '-c', `trap "" INT TERM; ${waits}`], { env: mark.env });
    await command.shows('begun');
    for (const _ of [1, 2, 3]) {
      command.process.kill('SIGINT');
      await sleep(50);
    }
    expect((await soon(command)).code).toBe(130);
    await mark.expectNoneLeft();
    expect(await report(session)).toMatchObject({ complete: false, exit: { code: null, signal: 'SIGKILL' } });
  });

  it('is joined by SIGTERM and SIGHUP', async () => {
    const { command, session } = startProfile(['sh', '-c', waits]);
    await command.shows('begun');
    command.process.kill('SIGTERM');
    expect((await soon(command)).code).toBe(130);
    expect(await report(session)).toMatchObject({ exit: { code: null, signal: 'SIGTERM' } });
  });
});

describe('kill -9', () => {
  it.each(['cli', 'keeper'])('of the %s leaves none of the processes, and a session', async (name) => {
    const mark = new Mark();
    const { command, session } = startProfile(['sh', '-c', `setsid sleep 1000 & ${waits}`], {
      env: mark.env,
    });
    await command.shows('begun');
    await mark.find(/^sleep 1000$/);
    const victim = await mark.find(new RegExp(`/${name}\\.js`));
    process.kill(victim.pid, 'SIGKILL');
    await command.ended;
    await mark.expectNoneLeft();
    const kept = await report(session);
    expect(kept).toMatchObject({
      complete: false,
      exit: { code: null, signal: null },
      argv: ['sh', '-c', `setsid sleep 1000 & ${waits}`],
    });
    expect(kept.processes.map((each) => each.command).join('\n')).not.toContain('read _');
  });
});

describe('what outlives the program', () => {
  it('is ended and named when it goes on', async () => {
    const mark = new Mark();
    const detached = '(setsid sh -c "sleep 1000 & sleep 2000" &) ; exit 0';
    const { warnings, exit, complete } = await profiled(['sh', '-c', detached], { env: mark.env });
    await mark.expectNoneLeft();
    expect({ exit, complete }).toEqual({ exit: { code: 0, signal: null }, complete: true });
    const warning = warnings.find((each) => each.includes("went on after the program's end and were ended"));
    expect(warning).toMatch(/^3 processes .*\d+ sleep 1000/);
    expect(warning).toMatch(/\d+ sleep 2000/);
  });

  it('may take a moment to end by itself', async () => {
    const { warnings } = await profiled(['sh', '-c', 'sleep 0.05 & exit 0']);
    expect(warnings.join('\n')).not.toContain('went on');
  });
});

describe('a stopped program', () => {
  it('is told of, and can be let go on', async () => {
    const mark = new Mark();
    const script = 'kill -STOP $$; exit 6';
    const { command, session } = startProfile(['sh', '-c', script], { env: mark.env });
    await command.shows('The program was stopped (SIGSTOP)');
    const { pid } = await mark.find(/^sh -c kill -STOP/);
    process.kill(pid, 'SIGCONT');
    await command.shows('The program goes on.');
    await soon(command);
    expect(await report(session)).toMatchObject({ complete: true, exit: { code: 6, signal: null } });
  });

  it('can be ended', async () => {
    const { command, session } = startProfile(['sh', '-c', 'kill -STOP $$; exit 6']);
    await command.shows('The program was stopped (SIGSTOP)');
    for (const _ of [1, 2, 3]) {
      command.process.kill('SIGINT');
      await sleep(50);
    }
    expect((await soon(command)).code).toBe(130);
    expect(await report(session)).toMatchObject({ complete: false });
  });
});
