/**
 * False for hosts only this machine or its own network can reach: loopback, link-local (where clouds
 * keep credentials) and private addresses. A server on the Internet may not send us there.
 *
 * @param hostname as `URL.hostname` gives it: lower case, IPv4 in dotted decimals, IPv6 in brackets.
 */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '');
  if (host.startsWith('[')) {
    return isPublicIPv6(host.slice(1, -1));
  }
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) {
    return isPublicIPv4(host.split('.').map(Number));
  }
  // A name without a dot is one of the local network.
  return host.includes('.') && !/\.(localhost|local|internal|home\.arpa)$/.test(host);
}

/** The special ranges of RFC 6890 that never name a public server. */
function isPublicIPv4([a = 0, b = 0]: readonly number[]): boolean {
  return !(
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168)
  );
}

function isPublicIPv6(address: string): boolean {
  // An embedded IPv4 address (mapped, or behind NAT64) counts as what it is.
  const embedded = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
  if (embedded) {
    const high = parseInt(embedded[1] ?? '0', 16);
    return isPublicIPv4([high >> 8, high & 255]);
  }
  // Only 2000::/3 is given out as global unicast.
  return /^[23][0-9a-f]{3}:/.test(address);
}
