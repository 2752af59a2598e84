/**
 * Runs the sample server until it is told to stop: `node --import tsx test/support/s3/serve.ts [port]`.
 * Prints one line of JSON when it is ready: the endpoint and the names of its buckets.
 */
import { once } from 'node:events';
import { manyBucket, sampleBucket, startSampleServer } from './sample';

async function serve(port: number): Promise<void> {
  const server = await startSampleServer({ port });
  const ready = { endpoint: server.endpoint, buckets: [sampleBucket, manyBucket] };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.close();
}

serve(Number(process.argv[2] ?? 0)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
