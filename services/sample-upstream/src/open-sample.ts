import { type SampleOwner, StartRefused } from '@keyledger/service-kit';
import { resourceIds } from './resource-ids.ts';
import { upstreamSettings } from './settings.ts';
import type { Owner, Sample, System } from './systems/system.ts';

interface SampleSettings {
  readonly organizations: readonly SampleOwner[] | undefined;
  readonly dataDir: string;
}

/**
 * Whose the sample resources of a system are, and their ids.
 * @throws StartRefused where an owner's id is not given: its resources would be nobody's
 */
export async function openSample(system: System, { organizations, dataDir }: SampleSettings): Promise<Sample> {
  const idOfOwner = (slug: Owner): string => {
    const id = organizations?.find((each) => each.slug === slug)?.id;
    if (id !== undefined) return id;
    const { name } = upstreamSettings.settings.organizations;
    throw new StartRefused([
      { name, message: `must name the organization ${slug}, as this profile has resources of it` },
    ]);
  };
  const owners = { acme: idOfOwner('acme'), globex: idOfOwner('globex') };
  const ids = await resourceIds(dataDir, system.resources);
  const idOf = (resource: string): string => {
    const id = ids.get(resource);
    if (id === undefined) throw new RangeError(`no sample resource is called ${resource}`);
    return id;
  };
  return { organizations: owners, idOf };
}
