import type { FaultRule } from '../../support/proxy/rules';

/** Everything that can go wrong on the way, each for a few requests in a hundred. */
export const tortureFaults: readonly FaultRule[] = [
  { method: 'GET', share: 0.05, fault: { kind: 'reset', afterBytes: 0 } },
  { method: 'GET', share: 0.05, fault: { kind: 'reset', afterBytes: 300_000 } },
  { method: 'GET', share: 0.05, fault: { kind: 'refuse' } },
  { method: 'GET', share: 0.01, fault: { kind: 'stall', afterBytes: 50_000 } },
  { method: 'GET', share: 0.05, fault: { kind: 'truncate', afterBytes: 100 } },
  { method: 'GET', share: 0.05, fault: { kind: 'truncate', afterBytes: 1_000_000 } },
  { method: 'GET', share: 0.02, fault: { kind: 'shift-content-range', by: 7 } },
  { method: 'GET', share: 0.01, fault: { kind: 'etag', etag: '"another version"' } },
  { method: 'GET', share: 0.01, fault: { kind: 'ignore-range' } },
  { method: 'HEAD', share: 0.05, fault: { kind: 'refuse' } },
  { method: 'PUT', share: 0.05, fault: { kind: 'reset-upload', afterBytes: 100_000 } },
  { method: 'PUT', share: 0.05, fault: { kind: 'lose-answer' } },
  { method: 'PUT', share: 0.05, fault: { kind: 'refuse' } },
  { method: 'POST', share: 0.1, fault: { kind: 'lose-answer' } },
];
