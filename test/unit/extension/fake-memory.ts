import type { Memory } from '../../../src/extension/links';

/** A `vscode.Memento` that lasts as long as the test. */
export class FakeMemory implements Memory {
  readonly values = new Map<string, unknown>();

  get<T>(key: string): T | undefined {
    return this.values.get(key) as T | undefined;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
  }

  get written(): string {
    return JSON.stringify([...this.values]);
  }
}
