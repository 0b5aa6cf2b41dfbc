import { request } from 'undici';

/** The value of a metric without labels, or summed over them. @param ops where the process shows its state */
export async function readMetric(ops: string, name: string, labels = ''): Promise<number> {
  const response = await request(`${ops}/metrics`);
  const lines = (await response.body.text()).split('\n').filter((line) => new RegExp(`^${name}[{ ]`).test(line));
  return lines.filter((line) => line.includes(labels)).reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
