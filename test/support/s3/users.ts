import { randomBytes } from 'node:crypto';

/** Of one bucket. Writing is putting, copying to, and deleting. */
export type Right = 'list' | 'read' | 'write';

/** Somebody whose signatures are verified. */
export interface TestUser {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Temporary keys have one, and are worth nothing without it. */
  readonly sessionToken?: string;
  readonly expires?: Date;
  /** Left out: `arn:aws:iam::111122223333:user/` and the key. */
  readonly arn?: string;
  /** What it may do in the buckets of these names, `*` being every other one; left out: everything everywhere. */
  readonly rights?: Readonly<Record<string, readonly Right[]>>;
}

export const testAccount = '111122223333';

/** Who is known to a server; several servers may share one list, and it may change while they run. */
export class TestUsers {
  private readonly byKey = new Map<string, TestUser>();

  constructor(
    users: readonly TestUser[] = [],
    /** The clock of the servers. */
    public now: () => Date = () => new Date(),
  ) {
    users.forEach((user) => this.add(user));
  }

  add(user: TestUser): void {
    this.byKey.set(user.accessKeyId, user);
  }

  remove(accessKeyId: string): void {
    this.byKey.delete(accessKeyId);
  }

  find(accessKeyId: string): TestUser | undefined {
    return this.byKey.get(accessKeyId);
  }

  get size(): number {
    return this.byKey.size;
  }

  /** Makes temporary keys, as STS and SSO do. */
  issue(seconds: number, of: Pick<TestUser, 'arn' | 'rights'> = {}): Required<TemporaryUser> {
    const user = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(90).toString('base64'),
      expires: new Date(this.now().getTime() + seconds * 1000),
    };
    this.add({ ...of, ...user });
    return user;
  }
}

type TemporaryUser = Pick<TestUser, 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'expires'>;

export function arnOf(user: TestUser): string {
  return user.arn ?? `arn:aws:iam::${testAccount}:user/${user.accessKeyId}`;
}

export function hasRight(user: TestUser, bucket: string, right: Right): boolean {
  const { rights } = user;
  return rights === undefined || (rights[bucket] ?? rights['*'] ?? []).includes(right);
}
