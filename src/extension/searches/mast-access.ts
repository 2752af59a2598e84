import { MastClient } from '../../core/archives/mast/client';
import type { CloudOptions } from '../../core/archives/mast/cloud';
import type { MastTools } from '../../core/archives/mast/tools';
import type { ServiceTools } from '../../core/archives/service-call';

/** What asking MAST takes of the editor. */
export interface MastNeeds {
  readonly tools: ServiceTools;
  readonly cloud: CloudOptions;
  /** Where MAST is, as the settings say now. */
  server(): string;
  /** The user's token; undefined for none. */
  token(): Promise<string | undefined>;
}

/**
 * MAST as the settings and the user's token have it now. What is known of its columns and of places in the cloud
 * stays known as long as neither changes.
 */
export class MastAccess {
  private made: { readonly for: string; readonly client: MastClient } | undefined;

  constructor(private readonly needs: MastNeeds) {}

  async tools(): Promise<MastTools> {
    const { tools, server, token } = this.needs;
    return { ...tools, server: server(), token: await token() };
  }

  async client(): Promise<MastClient> {
    const tools = await this.tools();
    const name = JSON.stringify([tools.server, tools.token]);
    if (this.made === undefined || this.made.for !== name) {
      this.made = { for: name, client: new MastClient(tools, this.needs.cloud) };
    }
    return this.made.client;
  }
}
