import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { ProxyFigures } from '../support/proxy/fault-proxy';
import type { NamedLink } from './contest';
import type { RigAnswer, RigQuestion } from './rig-process';

/** The server behind the proxy; see rig-process.ts. */
export interface Rig {
  /** Of the proxy. */
  readonly endpoint: string;
  setLink(link: NamedLink): Promise<void>;
  /** Serves the files of a folder as a bucket. */
  serve(bucket: string, folder: string): Promise<void>;
  figures(): Promise<ProxyFigures>;
  close(): void;
}

export async function startRig(): Promise<Rig> {
  const child = fork(new URL('./rig-process.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
  });
  const ended = once(child, 'exit').then((): never => {
    throw new Error('The process of the server ended early.');
  });
  ended.catch(() => undefined);
  const answer = async (): Promise<RigAnswer> => {
    const said = new Promise<RigAnswer>((resolve) => child.once('message', resolve));
    return Promise.race([said, ended]);
  };
  const ask = (question: RigQuestion): Promise<RigAnswer> => {
    const answered = answer();
    child.send(question);
    return answered;
  };
  const { endpoint } = await answer();
  return {
    endpoint,
    setLink: async (link) => void (await ask({ link })),
    serve: async (bucket, folder) => void (await ask({ serve: { bucket, folder } })),
    figures: async () => (await ask({})).figures,
    close: () => child.disconnect(),
  };
}
