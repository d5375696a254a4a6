import { describe, expect, test } from 'vitest';
import { isInRanges, isRangeWithin, readAddressRange } from './address-range.ts';

test.each([
  ['203.0.113.7', '203.0.113.7/32'],
  [' 203.0.113.0/24 ', '203.0.113.0/24'],
  ['2001:DB8::/32', '2001:db8::/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['203.0.113.0/33', null],
  ['203.0.113', null],
  ['203.0.113.7/', null],
  ['fe80::1%eth0', null],
  ['example.com', null],
  ['', null],
])('%j is the range %j', (text, range) => {
  expect(readAddressRange(text)).toBe(range);
});

describe('an address', () => {
  test.each([
    ['10.1.2.3', ['10.0.0.0/8'], true],
    ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
    ['11.1.2.3', ['10.0.0.0/8', '11.1.2.3/32'], true],
    ['11.1.2.4', ['10.0.0.0/8', '11.1.2.3/32'], false],
    ['2001:db8::1', ['0.0.0.0/0'], false],
    ['8.8.8.8', ['0.0.0.0/0'], true],
    ['10.1.2.3', [], false],
    ['10.1.2.3%eth0', ['10.0.0.0/8'], false],
  ])('%s is in %j: %s', (address, ranges, is) => {
    expect(isInRanges(address, ranges)).toBe(is);
  });
});

test.each([
  ['10.1.0.0/16', ['10.0.0.0/8'], true],
  ['10.0.0.0/8', ['10.1.0.0/16'], false],
  ['10.0.0.0/8', ['10.0.0.0/9', '10.128.0.0/9'], false],
  ['10.1.2.3/32', ['10.1.2.3/32'], true],
  ['2001:db8::/48', ['10.0.0.0/8', '2001:db8::/32'], true],
  ['2001:db8::/48', ['0.0.0.0/0'], false],
])('the range %s is within %j: %s', (range, others, is) => {
  expect(isRangeWithin(range, others)).toBe(is);
});
