import { serverAddress } from './server-address';

/** Ends the suite at once, with what to do, where there is no server with our tables. */
export async function setup(): Promise<void> {
  const capabilities = `${serverAddress}/skybucket/q/sia/capabilities`;
  const answer = await fetch(capabilities).catch((error: unknown) => String(error));
  if (typeof answer === 'string' || !answer.ok) {
    const said = typeof answer === 'string' ? answer : `HTTP ${answer.status}`;
    throw new Error(
      `No VO server with the test tables at ${serverAddress} (${said}).\n` +
        'Start one with test/vo/server/start.sh (GAVO DaCHS, Debian package gavodachs2-server), or name\n' +
        'its address in SKYBUCKET_VO. test/vo/README.md tells more.',
    );
  }
  const software = answer.headers.get('server') ?? 'a server that does not say what it is';
  process.stdout.write(`VO suite against ${serverAddress}: ${software}\n`);
}
