import { describe, expect, test } from 'vitest';
import { isPublicAddress, mayReach, parseAllowedNetwork } from './networks.ts';

describe('a public address', () => {
  test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '169.253.255.255', '2606:4700::1111', '2a00:1450:4001::1'])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    ['this host', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['carrier-grade NAT', '100.127.255.255'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['link-local, with the metadata of clouds', '169.254.169.254'],
    ['IETF protocols', '192.0.0.1'],
    ['documentation', '192.0.2.1'],
    ['documentation', '198.51.100.7'],
    ['documentation', '203.0.113.7'],
    ['6to4 relays', '192.88.99.1'],
    ['benchmarks', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['multicast', '239.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['IPv4-compatible', '::7f00:1'],
    ['IPv4-mapped', '::ffff:127.0.0.1'],
    ['IPv4-mapped, of a public one', '::ffff:8.8.8.8'],
    ['IPv4-mapped, in hexadecimal', '::ffff:a9fe:a9fe'],
    ['IPv4-translated', '::ffff:0:127.0.0.1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['NAT64, local', '64:ff9b:1::7f00:1'],
    ['6to4', '2002:7f00:1::'],
    ['6to4, of a public one', '2002:808:808::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['ORCHID', '2001:20::1'],
    ['documentation', '2001:db8::1'],
    ['documentation', '3fff::1'],
    ['discard', '100::1'],
    ['unique local', 'fc00::1'],
    ['unique local, with the metadata of clouds', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['segment routing', '5f00::1'],
    ['not given out', '4000::1'],
    ['no address', 'localhost'],
    ['no address', ''],
  ])('%s is none: %s', (_, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('an allowed network', () => {
  test.each([
    ['10.0.0.0/8', '10.1.2.3', 443, true],
    ['10.0.0.0/8', '8.8.8.8', 443, true],
    ['10.0.0.0/8', '10.1.2.3', 8443, false],
    ['10.0.0.0/8', '172.16.0.1', 443, false],
    ['10.0.0.0/8', '::ffff:10.0.0.1', 443, false],
    ['127.0.0.1:8443', '127.0.0.1', 8443, true],
    ['127.0.0.1:8443', '127.0.0.1', 443, false],
    ['127.0.0.1:8443', '127.0.0.2', 8443, false],
    ['127.0.0.1:8443', '8.8.8.8', 8443, false],
    ['fd00::/8', 'fd12::1', 443, true],
    ['[fd00::/8]:8443', 'fd12::1', 8443, true],
    ['::1', '::1', 443, true],
    ['[::1]:8443', '::1', 443, false],
  ])('%s opens %s:%i: %s', (network, address, port, opens) => {
    expect(mayReach(address, { port, ownPort: 443 }, [parseAllowedNetwork(network)!])).toBe(opens);
  });

  test.each([
    '',
    'acme.example',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '10.1/8',
    '0x0a.0.0.0/8',
    '010.0.0.0/8',
    '167772160/8',
    '::1/129',
    '127.0.0.1:0',
    '127.0.0.1:65536',
    '[::1',
    '127.0.0.1:',
  ])('is not written %s', (text) => expect(parseAllowedNetwork(text)).toBeNull());
});
