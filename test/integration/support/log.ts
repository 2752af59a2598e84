import type { TestApi } from '../../../src/extension/main';

const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const;

/**
 * Listens to what the extension writes into its log channel. (Not every VS Code keeps the file behind
 * the channel: the server's leaves it out where a native module of its is missing.)
 */
export class LogListener {
  readonly lines: string[] = [];
  private readonly channel: TestApi['services']['log'];
  private readonly originals = new Map<string, (...parts: unknown[]) => void>();

  constructor({ services }: TestApi) {
    this.channel = services.log;
    for (const level of levels) {
      const original = this.channel[level] as (...parts: unknown[]) => void;
      this.originals.set(level, original);
      Reflect.set(this.channel, level, (...parts: unknown[]) => {
        this.lines.push(parts.map(String).join(' '));
        original(...parts);
      });
    }
  }

  /** The lines that stand for a request. */
  get requests(): string[] {
    return this.lines.filter((line) => /^(?:GET|HEAD|POST|PUT|DELETE) /.test(line));
  }

  dispose(): void {
    for (const [level, original] of this.originals) {
      Reflect.set(this.channel, level, original);
    }
  }
}
