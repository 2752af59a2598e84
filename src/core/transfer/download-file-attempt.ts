import { knownVersion, type KnownObject, sameIdentity, type Version } from '../bytes/version';
import { SkybucketError, throwIfAborted } from '../errors';
import { copyInPlace } from './download-file-copies';
import { askFacts, type DownloadJob, partSizes } from './download-file-job';
import { PartNotes } from './download-file-notes';
import { downloadParts } from './download-file-parts';
import { decodeFacts, encodeFacts, type RemoteFacts } from './download-file-remote';
import { streamStart } from './download-file-stream';
import { Blocks, RunWriter } from './download-file-writer';
import type { PartialFile, PartJournal } from './local-disk';
import { countParts, downloadPartSize, partSpan } from './part-plan';
import type { TransferOutcome } from './queue';
import { Verification } from './verify';
import { expectedOf } from './verify-expected';

export interface AttemptOptions {
  /** What a listing says; left out where that has proved wrong. */
  readonly known: KnownObject | undefined;
  /** In one request, since the server knows no ranges. */
  readonly whole: boolean;
  readonly warning: string | undefined;
}

/** Comes in one request: parts would cost more round trips than they save. */
const SMALL = 8 * 1024 * 1024;
/** Asked for first of an object nothing is known of. */
const FIRST = 1024 * 1024;
const REPORT_MS = 100;
const REPORT_BYTES = 1024 * 1024;

/** One try to download one version of an object. */
export class DownloadAttempt {
  /** True where all bytes came and are not those of the checksum. */
  mismatched = false;
  /** Bytes that are there, those of earlier runs included. */
  received = 0;
  private size: number | undefined;
  private partial: PartialFile | undefined;
  private verification: Verification | undefined;
  private notes: PartNotes | undefined;
  private isJournalled = false;
  private readonly blocks = new Blocks();
  private reported = -Infinity;
  /** Bytes of the last report. */
  private told = 0;

  constructor(
    private readonly job: DownloadJob,
    private readonly how: AttemptOptions,
  ) {}

  async run(): Promise<TransferOutcome> {
    const { known, whole } = this.how;
    const isSmall = known !== undefined && (known.size <= SMALL || whole);
    // Thousands of small files are not looked up one by one: none of them is noted.
    const journal = isSmall ? undefined : await this.journal();
    if (journal !== undefined) {
      return (
        (await this.inPlace(journal.facts.version)) ?? this.inParts(journal.facts, journal.kept)
      );
    }
    const facts = isSmall ? undefined : await askFacts(this.job, known);
    const version = isSmall ? knownVersion(known) : facts?.version;
    const there = version === undefined ? undefined : await this.inPlace(version);
    if (there !== undefined) {
      return there;
    }
    const inParts = facts !== undefined && facts.version.size > SMALL && !whole;
    return inParts ? this.inParts(facts, undefined) : this.fromStart(version);
  }

  /** Notes what came so far and lets go of the file. Never throws. */
  async close(): Promise<void> {
    this.verification?.discard();
    await this.notes?.flush().catch(() => undefined);
    await this.partial?.close().catch(() => undefined);
  }

  /** What an earlier run has left that is of use. */
  private async journal(): Promise<
    { readonly facts: RemoteFacts; readonly kept: PartJournal } | undefined
  > {
    const { known, whole } = this.how;
    const kept = await this.job.tools.journals.read(this.job.file.id);
    this.isJournalled = kept !== undefined;
    const facts = kept && decodeFacts(kept.identity);
    if (kept === undefined || facts === undefined || whole || facts.version.size !== kept.size) {
      return undefined;
    }
    const wanted = known && knownVersion(known).identity;
    const isOld =
      wanted !== undefined &&
      wanted.kind !== 'unknown' &&
      !sameIdentity(wanted, facts.version.identity);
    return isOld ? undefined : { facts, kept };
  }

  /** That this version is there already, under the name it is to have. */
  private async inPlace({ identity }: Version): Promise<TransferOutcome | undefined> {
    const { tools, batch, file, target } = this.job;
    const numbered = batch.onExisting === 'keep-both';
    const at = await copyInPlace(tools.copies, file.address, identity, target, numbered);
    if (at !== undefined) {
      await this.removeJournal();
      // It may have been named and remembered, and have died before it lost the name of the hidden file.
      await tools.disk.removePartial(target, file.id);
    }
    return at === undefined ? undefined : { kind: 'skipped', at };
  }

  /** One request for all of it; or, where nothing is known of it, for its beginning, which tells the rest. */
  private async fromStart(known: Version | undefined): Promise<TransferOutcome> {
    const { remote, options } = this.job;
    let facts: RemoteFacts | undefined;
    let writer: RunWriter | undefined;
    const length = await streamStart(remote, {
      ...{ signal: options.signal, meter: options.meter, known },
      length: known === undefined && !this.how.whole ? FIRST : undefined,
      onFacts: async ({ version, ...rest }) => {
        facts = version && { ...rest, version };
        const { partial, verification } = await this.open(facts);
        this.report(true);
        const size = version?.size ?? Infinity;
        const partSize = version === undefined ? Infinity : downloadPartSize(version.size);
        const onPart = (): void => undefined;
        const { blocks, onBytes } = this;
        const tools = { partial, blocks, verification, onPart, onBytes };
        writer = new RunWriter(tools, 0, size, partSize);
      },
      take: (bytes) => writer?.take(bytes),
    });
    await writer?.flush();
    if (facts !== undefined && length < facts.version.size) {
      return this.inParts(facts, undefined, length);
    }
    return this.finish(length, facts?.version);
  }

  /** @param begun bytes at the start that are there */
  private async inParts(
    facts: RemoteFacts,
    kept: PartJournal | undefined,
    begun = 0,
  ): Promise<TransferOutcome> {
    const { tools, file, remote, options } = this.job;
    const { size, identity } = facts.version;
    const { partial, verification } = await this.open(facts);
    // A journal of a file that is gone is of no use.
    const journal = partial.isNew ? undefined : kept;
    const partSize = journal?.partSize ?? downloadPartSize(size);
    const first = Array.from({ length: Math.floor(begun / partSize) }, (_, index) => index);
    const done = journal?.done ?? new Set(first);
    const isResumable = identity.kind !== 'unknown';
    if (isResumable) {
      if (journal === undefined) {
        await tools.journals.begin(file.id, { identity: encodeFacts(facts), size, partSize });
        this.isJournalled = true;
      }
      this.notes = new PartNotes(file.id, partial, tools.journals, partSize);
      first.forEach((part) => this.notes?.add(part));
    }
    this.received = [...done]
      .filter((index) => index < countParts(size, partSize))
      .map((index) => partSpan(size, partSize, index))
      .reduce((sum, { start, end }) => sum + end - start, 0);
    this.report(true);
    const { signal, meter } = options;
    await downloadParts(
      { remote, facts, partSize, done, signal, meter },
      {
        ...{ partial, blocks: this.blocks, verification, onBytes: this.onBytes },
        onPart: (index) => this.notes?.add(index),
      },
    );
    return this.finish(size, facts.version);
  }

  /** The partial file, and what its bytes are compared with. */
  private async open(
    facts: RemoteFacts | undefined,
  ): Promise<{ readonly partial: PartialFile; readonly verification: Verification }> {
    const { tools, target, file, options } = this.job;
    this.size = facts?.version.size;
    const forgetOld = this.isJournalled
      ? (): Promise<void> => tools.journals.remove(file.id)
      : undefined;
    const partial = (this.partial ??= await tools.disk.openPartial(
      ...([target, file.id, this.size, forgetOld] as const),
    ));
    this.verification ??= new Verification(
      tools.checksums,
      facts && expectedOf(facts, await partSizes(this.job, facts)),
      (position, length) => {
        throwIfAborted(options.signal);
        return partial.read(position, length);
      },
    );
    return { partial, verification: this.verification };
  }

  private async finish(size: number, version: Version | undefined): Promise<TransferOutcome> {
    const { batch, file, remote, options } = this.job;
    const { partial, verification } = this;
    if (partial === undefined || verification === undefined) {
      throw new SkybucketError('server', `${remote.label} gave no answer.`, { retryable: true });
    }
    options.onProgress(size, size, 'checking');
    const verdict = await verification
      .finish(remote.label, () => options.onProgress(size, size, 'checking'))
      .catch((error: unknown) => {
        this.mismatched = error instanceof SkybucketError && error.code === 'damaged';
        throw error;
      });
    throwIfAborted(options.signal);
    // The file is there and whole; that it may be forgotten as a copy is no failure.
    const at = await partial.commit(size, batch.onExisting, (path, modified) =>
      this.remember(path, size, modified, version).catch(() => undefined),
    );
    if (at === undefined) {
      await partial.discard();
      await this.removeJournal();
      return { kind: 'skipped', at: `${batch.folder}/${file.path}` };
    }
    await this.removeJournal().catch(() => undefined);
    const { warning } = this.how;
    const warnings = [warning, verdict.warning].filter((text) => text !== undefined);
    return {
      ...{ kind: 'done', at, size, verified: verdict.verified },
      ...(warnings.length === 0 ? {} : { warning: warnings.join(' ') }),
    };
  }

  private async removeJournal(): Promise<void> {
    if (this.isJournalled) {
      await this.job.tools.journals.remove(this.job.file.id);
    }
  }

  private async remember(
    path: string,
    size: number,
    modified: number,
    version: Version | undefined,
  ): Promise<void> {
    const { tools, file } = this.job;
    if (version !== undefined && version.identity.kind !== 'unknown') {
      const { identity } = version;
      await tools.copies.add({ address: file.address, identity, path, size, modified });
    }
  }

  private readonly onBytes = (count: number): void => {
    this.received += count;
    this.report(false);
  };

  private report(now: boolean): void {
    const time = performance.now();
    // Also much at once: it may be the last for long, where the server falls silent.
    if (now || time - this.reported >= REPORT_MS || this.received - this.told >= REPORT_BYTES) {
      this.reported = time;
      this.told = this.received;
      this.job.options.onProgress(this.received, this.size, 'transferring');
    }
  }
}
