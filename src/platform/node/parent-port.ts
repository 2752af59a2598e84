import { setMaxListeners } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { threadPort, type ThreadPort } from './thread-port';

/** In a worker: the port to the thread that started it. */
export function openParentPort(): ThreadPort {
  if (!parentPort) {
    throw new Error('This is to run as a worker.');
  }
  // Many reads wait for the signal of one question; Node would take that for a leak and warn.
  setMaxListeners(0);
  return threadPort(parentPort);
}

/** In a worker: what it was started for, or undefined for what its script does of itself. */
export function threadRole(): string | undefined {
  return typeof workerData === 'string' ? workerData : undefined;
}
