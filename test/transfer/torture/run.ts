/**
 * `npm run test:torture [seed] [downloads] [uploads] [largest MB] [kills]`: transfers that are disturbed and killed, by
 * default 450 downloads and 50 uploads of up to 200 MB, 50 times. Fails where a file ends neither whole nor with a reason.
 */
import { tableOf, torture } from './torture';

async function run(args: readonly string[]): Promise<void> {
  const [
    seed = Date.now() % 1_000_000,
    downloads = 450,
    uploads = 50,
    megabytes = 200,
    kills = 50,
  ] = args.map(Number);
  process.stdout.write(`Torture test, seed ${seed}\n`);
  const report = await torture({
    seed,
    downloads,
    uploads,
    largest: megabytes * 1e6,
    kills,
    longestLife: 6_000,
    onLine: (line) => process.stdout.write(`${line}\n`),
  });
  process.stdout.write(`${tableOf(report)}\n`);
  process.exitCode =
    report.wrong.length + report.failed.length + report.leftOver.length > 0 ? 1 : 0;
}

void run(process.argv.slice(2));
