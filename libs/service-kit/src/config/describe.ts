import type { Setting } from './setting.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

function fallback({ default: text, required }: Setting<unknown>): string {
  if (text !== undefined) return `\`${text}\``;
  return required ? 'required' : '–';
}

/** A Markdown table of the settings, for documentation that a test keeps equal to it. */
export function settingsMarkdown(settings: Iterable<Setting<unknown>>): string {
  const lines = ['| setting | meaning | must be | default |', '|---|---|---|---|'];
  for (const setting of settings) {
    const name = setting.secret ? `\`${setting.name}\` or \`${setting.name}_FILE\`` : `\`${setting.name}\``;
    lines.push(`| ${name} | ${cell(setting.summary)} | ${cell(setting.form)} | ${cell(fallback(setting))} |`);
  }
  return `${lines.join('\n')}\n`;
}

/** The settings for a terminal: a line with the name and its default, a line with what it is and what it must be. */
export function settingsHelp(settings: Iterable<Setting<unknown>>): string {
  const lines: string[] = [];
  for (const setting of settings) {
    const suffix = setting.secret ? '[_FILE]' : '';
    lines.push(`  ${setting.name}${suffix} (${fallback(setting).replaceAll('`', '')})`);
    lines.push(`      ${setting.summary}; ${setting.form.replaceAll('`', '')}`);
  }
  return lines.join('\n');
}
