/** How an address at IRSA becomes a key in a bucket. */
export interface AddressRule {
  /** In `datasets.json`, which says the bucket and its region. */
  readonly dataset: string;
  /** What the path of the address begins with; the rest is the same in the cloud. */
  readonly path: string;
  /** What the key begins with instead. */
  readonly prefix: string;
  /** Who says so. */
  readonly source: string;
}

/**
 * Each from a public document; more are not known, and none is guessed. What they give is confirmed by asking
 * the bucket before it is used.
 */
export const ADDRESS_RULES: readonly AddressRule[] = [
  {
    dataset: 'irsa-spitzer-seip',
    path: '/data/SPITZER/Enhanced/SEIP/images/',
    prefix: 'spitzer/seip/seip_science/images/',
    source: 'Caltech-IPAC/irsa-tutorials cloud-access-intro.md, Option 2',
  },
  {
    dataset: 'irsa-allwise-images',
    path: '/ibe/data/wise/allwise/p3am_cdd/',
    prefix: 'wise/allwise/images/p3am_cdd/',
    source: 'irsa.ipac.caltech.edu/cloud_access/ibe_to_cloud_paths.html',
  },
  {
    dataset: 'irsa-spherex-qr2',
    path: '/ibe/data/spherex/',
    prefix: '',
    source: 'public SPHEREx notebooks: the root of the bucket stands for /ibe/data/spherex',
  },
  {
    dataset: 'irsa-euclid-q1-images',
    path: '/ibe/data/euclid/q1/',
    prefix: 'q1/',
    source: 'IRSA Euclid Q1 download notes: the directories are identical in the cloud',
  },
];
