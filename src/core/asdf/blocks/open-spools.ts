import type { Spool, Spools } from '../../bytes/unpack/spool';

/** The temporary files of the blocks of one file, so that they can be given back with it. */
export class OpenSpools implements Spools {
  private readonly opened: Promise<Spool>[] = [];

  constructor(private readonly spools: Spools) {}

  open(): Promise<Spool> {
    const spool = this.spools.open();
    this.opened.push(spool);
    return spool;
  }

  room(): Promise<number> {
    return this.spools.room();
  }

  /** To be called when nobody reads any more. */
  async close(): Promise<void> {
    const all = await Promise.allSettled(this.opened.splice(0));
    await Promise.allSettled(all.map((each) => each.status === 'fulfilled' && each.value.close()));
  }
}
