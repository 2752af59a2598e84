import { openParentPort } from '../platform/node/parent-port';
import { runImageWorker } from './run';

runImageWorker(openParentPort(), (error) => console.error(error));
