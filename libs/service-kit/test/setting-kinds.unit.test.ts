import { describe, expect, it } from 'vitest';
import { Refusal, type Setting, bytes, custom, duration, integer, port, text } from '../src/index.ts';

describe('kinds of settings', () => {
  it.each<[Setting<unknown>, string, unknown]>([
    [duration('D', { summary: '' }), '500ms', 500],
    [duration('D', { summary: '' }), '5s', 5_000],
    [duration('D', { summary: '' }), '10m', 600_000],
    [duration('D', { summary: '' }), '1h', 3_600_000],
    [duration('D', { summary: '', min: '1s', max: '1m' }), '60s', 60_000],
    [bytes('B', { summary: '' }), '512', 512],
    [bytes('B', { summary: '' }), '64KiB', 65_536],
    [bytes('B', { summary: '' }), '1MB', 1_000_000],
    [port('P', { summary: '' }), '0', 0],
    [custom('C', 'x', (each) => each.length, { summary: '' }), 'abc', 3],
  ])('%# reads %s as %s', (setting, given, value) => {
    expect(setting.parse(given)).toBe(value);
  });

  it.each<[Setting<unknown>, string]>([
    [duration('D', { summary: '' }), '5'],
    [duration('D', { summary: '' }), '-5s'],
    [duration('D', { summary: '' }), '1.5s'],
    [duration('D', { summary: '' }), '5S'],
    [duration('D', { summary: '' }), 's'],
    [duration('D', { summary: '', min: '1s' }), '999ms'],
    [duration('D', { summary: '', max: '1m' }), '61s'],
    [bytes('B', { summary: '' }), '1 MB'],
    [integer('I', { summary: '' }), '007'],
    [integer('I', { summary: '' }), '1e3'],
    [integer('I', { summary: '' }), '0x10'],
    [port('P', { summary: '' }), '65536'],
    [text('T', { summary: '', pattern: /^a$/ }), 'b'],
  ])('%# refuses %s', (setting, given) => {
    expect(setting.parse(given)).toBeInstanceOf(Refusal);
  });
});
