import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
  readonly args?: { readonly name?: string };
}

/** What the main thread of a page did, in milliseconds. */
export interface Tasks {
  readonly longest: number;
  readonly total: number;
}

/** Does something and tells of the tasks of the page's main thread meanwhile, as Chromium traces them. */
export async function tasksDuring(
  browser: Browser,
  page: Page,
  work: () => Promise<void>,
): Promise<Tasks> {
  await browser.startTracing(page, {
    categories: ['disabled-by-default-devtools.timeline', '__metadata'],
  });
  await work();
  const text = (await browser.stopTracing()).toString();
  const { traceEvents } = JSON.parse(text) as { traceEvents: readonly TraceEvent[] };
  const threads = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const each = threads.map(({ pid, tid }) => {
    const tasks = traceEvents.filter(
      (event) => event.name === 'RunTask' && event.pid === pid && event.tid === tid,
    );
    const times = tasks.map(({ dur = 0 }) => dur / 1000);
    return { longest: Math.max(0, ...times), total: times.reduce((sum, time) => sum + time, 0) };
  });
  // Chromium keeps a renderer in reserve, which does nothing.
  return each.sort((a, b) => b.total - a.total)[0] ?? { longest: NaN, total: NaN };
}
