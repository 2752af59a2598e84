import type { Memory } from '../links';

const KEY = 'skybucket.findPatterns';
const MOST_KEPT = 20;
const LONGEST = 2000;

/** The patterns that the user looked for, newest first. */
export class PatternHistory {
  constructor(private readonly memory: Memory) {}

  list(): readonly string[] {
    const value = this.memory.get<unknown>(KEY);
    return Array.isArray(value)
      ? value.filter((one): one is string => typeof one === 'string' && one.length <= LONGEST)
      : [];
  }

  async add(pattern: string): Promise<void> {
    const others = this.list().filter((one) => one !== pattern);
    await this.memory.update(KEY, [pattern, ...others].slice(0, MOST_KEPT));
  }
}
