import type { MatchMethods, OpenFile } from '../../protocol/match';
import type { HduLine } from '../../protocol/methods';
import type { Handlers } from '../../protocol/rpc';
import type { Linkable } from './linked-viewers';

/** What a viewer may do with the others. */
export interface MatchActions {
  /** The other documents that are open in viewers. */
  openFiles(): readonly OpenFile[];
  readonly linkable: Pick<Linkable, 'link' | 'tell'>;
}

/** Answers what the webview asks of other viewers. */
export function matchHandlers({
  openFiles,
  linkable,
}: MatchActions): Pick<Handlers, keyof MatchMethods> {
  return {
    openFiles: async () => ({ files: openFiles() }),
    tellView: async (news) => ({ move: linkable.tell(news) }),
    link: async ({ linked }) => {
      linkable.link(linked);
      return null;
    },
  };
}

/** Tells what parts a file has, whenever a viewer gets to know them. */
export function tellingParts(
  structure: Handlers['structure'],
  onParts: (lines: readonly HduLine[]) => void,
): Handlers['structure'] {
  return async (params, call) => {
    const reply = await structure(params, call);
    onParts(reply.lines);
    return reply;
  };
}
