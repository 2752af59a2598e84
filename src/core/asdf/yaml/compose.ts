import { EVENT_ID, getScalarValue, SCALAR_STYLE, type Event } from 'js-yaml';
import type { AsdfMapping, AsdfNode, AsdfScalar, AsdfSequence } from '../node';
import { Entries, type Entry } from './entries';
import type { Merge } from './merges';
import { plainValue, taggedValue } from './plain-scalar';
import { fullTag, tagHandles, type TagHandles } from './tags';

type CollectionEvent = Extract<Event, { start: number }>;
type ScalarEvent = Extract<Event, { valueStart: number }>;

interface OpenMapping {
  readonly node: AsdfMapping;
  /** Where it begins in the text. */
  readonly start: number;
  readonly list: Entry[];
  readonly entries: Entries;
  readonly merges: Entry[];
  key: AsdfScalar | undefined;
  height: number;
}

interface OpenSequence {
  readonly node: AsdfSequence;
  readonly start: number;
  readonly items: AsdfNode[];
  height: number;
}

const MERGE_TAG = 'tag:yaml.org,2002:merge';

/** Why the events make no tree, and where in the text. */
export class ComposeError extends Error {
  constructor(
    message: string,
    readonly position: number,
  ) {
    super(message);
  }
}

/**
 * Makes nodes of the events of a YAML document. An alias becomes the very node it names, also where that
 * is still open, so nothing is ever copied and a tree may contain itself.
 */
export class Composer {
  root: AsdfNode | undefined;
  readonly merges: Merge[] = [];
  private handles: TagHandles = tagHandles([]);
  private readonly open: (OpenMapping | OpenSequence)[] = [];
  private readonly anchors = new Map<string, AsdfNode>();
  /** Of nodes with an anchor: how deep they go. */
  private readonly heights = new Map<AsdfNode, number>();
  private readonly tags = new Map<string, string>();

  constructor(
    private readonly text: string,
    private readonly deepest: number,
  ) {}

  /** @throws ComposeError */
  take(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        this.handles = tagHandles(event.directives);
        break;
      case EVENT_ID.SCALAR:
        this.attach(this.named(event, this.scalar(event)), event.valueStart);
        break;
      case EVENT_ID.ALIAS:
        this.alias(event.anchorStart, event.anchorEnd);
        break;
      case EVENT_ID.SEQUENCE:
        this.startSequence(event);
        break;
      case EVENT_ID.MAPPING:
        this.startMapping(event);
        break;
      case EVENT_ID.POP:
        this.close();
        break;
    }
  }

  private startSequence(event: CollectionEvent): void {
    const items: AsdfNode[] = [];
    const node: AsdfSequence = { kind: 'sequence', tag: this.tagOf(event), items };
    this.attach(this.named(event, node), event.start);
    this.open.push({ node, start: event.start, items, height: 1 });
  }

  private startMapping(event: CollectionEvent): void {
    const list: Entry[] = [];
    const node: AsdfMapping = { kind: 'mapping', tag: this.tagOf(event), entries: list };
    this.attach(this.named(event, node), event.start);
    const { start } = event;
    const entries = new Entries(list);
    this.open.push({ node, start, list, entries, merges: [], key: undefined, height: 1 });
  }

  private close(): void {
    const ended = this.open.pop();
    if (ended === undefined) {
      return;
    }
    if ('entries' in ended && ended.merges.length > 0) {
      this.merges.push({ entries: ended.list, values: ended.merges });
    }
    if (this.heights.has(ended.node)) {
      this.heights.set(ended.node, ended.height);
    }
    this.reach(ended.height, ended.start);
  }

  /** The node that is open holds one that goes `height` levels deep. */
  private reach(height: number, position: number): void {
    const top = this.open.at(-1);
    if (top) {
      top.height = Math.max(top.height, height + 1);
      if (top.height > this.deepest) {
        throw new ComposeError(`it is nested more than ${this.deepest} levels deep`, position);
      }
    }
  }

  private attach(node: AsdfNode, position: number): void {
    const top = this.open.at(-1);
    if (top === undefined) {
      this.root ??= node;
    } else if ('items' in top) {
      top.items.push(node);
    } else if (top.key !== undefined) {
      const isMerge = top.key.tag === MERGE_TAG;
      if (isMerge) top.merges.push([top.key, node]);
      else top.entries.set(top.key, node);
      top.key = undefined;
    } else if (node.kind === 'scalar') {
      top.key = node;
    } else {
      throw new ComposeError(`a ${node.kind} is used as a key`, position);
    }
  }

  private alias(start: number, end: number): void {
    const name = this.text.slice(start, end);
    const node = this.anchors.get(name);
    if (node === undefined) {
      throw new ComposeError(`the alias *${name.slice(0, 80)} names nothing`, start);
    }
    this.attach(node, start);
    this.reach(this.heights.get(node) ?? 0, start);
  }

  /** Known by its anchor before it has children, so that they may name it. */
  private named<T extends AsdfNode>(event: CollectionEvent | ScalarEvent, node: T): T {
    if (event.anchorStart >= 0) {
      this.anchors.set(this.text.slice(event.anchorStart, event.anchorEnd), node);
      if (node.kind !== 'scalar') {
        this.heights.set(node, 0);
      }
    }
    return node;
  }

  private scalar(event: ScalarEvent): AsdfScalar {
    const text = getScalarValue(this.text, event);
    const tag = this.tagOf(event);
    if (tag !== undefined) {
      return scalar(tag, taggedValue(tag, text), text);
    }
    if (event.style !== SCALAR_STYLE.PLAIN) {
      return scalar(undefined, text, text);
    }
    const isKey = this.isKeyNext();
    return isKey && text === '<<'
      ? scalar(MERGE_TAG, text, text)
      : scalar(undefined, plainValue(text), text);
  }

  private isKeyNext(): boolean {
    const top = this.open.at(-1);
    return top !== undefined && 'entries' in top && top.key === undefined;
  }

  /** Few tags occur many times: each is spelled out once. */
  private tagOf({ tagStart, tagEnd }: CollectionEvent | ScalarEvent): string | undefined {
    if (tagStart < 0) {
      return undefined;
    }
    const raw = this.text.slice(tagStart, tagEnd);
    if (raw === '!') {
      // "Not specific": Python goes on as if it were not there.
      return undefined;
    }
    const known = this.tags.get(raw) ?? fullTag(raw, this.handles);
    this.tags.set(raw, known);
    return known;
  }
}

function scalar(tag: string | undefined, value: AsdfScalar['value'], text: string): AsdfScalar {
  return { kind: 'scalar', tag, value, text: value === null && text === '' ? 'null' : text };
}
