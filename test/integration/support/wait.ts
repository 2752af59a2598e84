import type { S3TestServer } from '../../support/s3/server';

/** Longer than anything takes, even the first webview of a machine under load. */
const limit = 60_000;

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** @throws Error, naming what was waited for, if the condition does not come to hold */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  for (const end = Date.now() + limit; !(await condition());) {
    if (Date.now() > end) {
      throw new Error(`It did not come about that ${what}.`);
    }
    await pause(25);
  }
}

/** Resolves when every request has been answered and no new one comes for a while. */
export async function quiet(server: S3TestServer, milliseconds = 600): Promise<void> {
  for (let count = -1; count !== server.requests.length;) {
    count = server.requests.length;
    await pause(milliseconds);
    await server.settled();
  }
}
