import { afterEach } from 'vitest';
import { openPages } from './editor';
import { screenshot } from './screenshot';

// What a person would have seen when a test failed.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const page of openPages()) await screenshot(page, `failed ${task.name}`);
});
