import { type OwnedResource, type ResourceCode, isListed } from '@keyledger/client/upstream';
import { page } from './page.ts';
import { silence } from './silence.ts';
import {
  type Owner,
  type Sample,
  type System,
  type SystemRoute,
  bytes,
  ok,
  sampleResources,
  withResource,
} from './system.ts';

interface Encounter {
  readonly owner: Owner;
  readonly demo?: true;
  readonly date: string;
}

interface Document {
  readonly owner: Owner;
  readonly demo?: true;
  readonly type: 'clinical_note' | 'scanned_form';
  /** What there is of its recording. */
  readonly audio: 'kept' | 'none' | 'lost' | 'out of reach';
}

interface Transcript {
  readonly owner: Owner;
  readonly demo?: true;
  readonly status: 'final' | 'draft';
}

const ENCOUNTERS: Readonly<Record<string, Encounter>> = {
  own_encounter: { owner: 'acme', date: '2026-01-12T09:30:00Z' },
  second_encounter: { owner: 'acme', date: '2026-02-03T14:00:00Z' },
  third_encounter: { owner: 'acme', date: '2026-03-21T11:15:00Z' },
  foreign_encounter: { owner: 'globex', date: '2026-01-20T08:45:00Z' },
  demo_encounter: { owner: 'acme', demo: true, date: '2026-01-01T00:00:00Z' },
  training_encounter: { owner: 'acme', demo: true, date: '2026-01-02T00:00:00Z' },
};

const NOTE = { owner: 'acme', type: 'clinical_note', audio: 'kept' } as const;
const DOCUMENTS: Readonly<Record<string, Document>> = {
  own_document: NOTE,
  foreign_document: { ...NOTE, owner: 'globex' },
  demo_document: { ...NOTE, demo: true },
  training_document: { ...NOTE, demo: true },
  unsupported_document: { ...NOTE, type: 'scanned_form' },
  document_without_audio: { ...NOTE, audio: 'none' },
  document_audio_lost: { ...NOTE, audio: 'lost' },
  document_audio_storage_down: { ...NOTE, audio: 'out of reach' },
};

const TRANSCRIPTS: Readonly<Record<string, Transcript>> = {
  own_transcript: { owner: 'acme', status: 'final' },
  foreign_transcript: { owner: 'globex', status: 'final' },
  demo_transcript: { owner: 'acme', demo: true, status: 'final' },
  training_transcript: { owner: 'acme', demo: true, status: 'final' },
  draft_transcript: { owner: 'acme', status: 'draft' },
};

const AUDIO_CODES = {
  kept: '',
  none: 'audio_not_available_for_document',
  lost: 'audio_not_found',
  'out of reach': 'audio_storage_unavailable',
} as const satisfies Record<Document['audio'], ResourceCode | ''>;

const unfit = ({ type }: Document): ResourceCode | '' => (type === 'scanned_form' ? 'unsupported_document_type' : '');
const unheard = (document: Document): ResourceCode | '' => unfit(document) || AUDIO_CODES[document.audio];

const encounterJson = ({ id, date }: Encounter & { readonly id: string }) => ({
  id,
  type: 'outpatient',
  status: 'finished',
  started_at: date,
});

function routes(sample: Sample): SystemRoute[] {
  const encounters = sampleResources(sample, ENCOUNTERS);
  const documents = sampleResources(sample, DOCUMENTS);
  const transcripts = sampleResources(sample, TRANSCRIPTS);
  return [
    {
      method: 'GET',
      path: '/v1/encounters',
      handle: ({ caller, query }) => {
        const listed = [...encounters.values()].filter((each) => isListed(caller, each) && isWithin(each, query));
        const sorted = listed.toSorted((a, b) => a.date.localeCompare(b.date));
        return ok(page(query.get('sort_order') === 'desc' ? sorted.reverse() : sorted, query, encounterJson));
      },
    },
    {
      method: 'GET',
      path: '/v1/encounters/:id',
      handle: ({ caller, params: { id = '' } }) =>
        withResource(caller, encounters.get(id), 'encounter_not_found', (found) => ok(encounterJson(found))),
    },
    {
      method: 'GET',
      path: '/v1/documents/:id',
      handle: ({ caller, params: { id = '' } }) => {
        const answer = ({ type }: Document) => ok({ id, type, title: 'Progress note', text: 'Patient feels well.' });
        return withResource(caller, documents.get(id), 'document_not_found', answer, unfit);
      },
    },
    {
      method: 'GET',
      path: '/v1/documents/:id/audio',
      handle: ({ caller, params: { id = '' } }) =>
        withResource(caller, documents.get(id), 'document_not_found', () => bytes('audio/wav', silence()), unheard),
    },
    {
      method: 'GET',
      path: '/v1/transcripts/:id',
      handle: ({ caller, params: { id = '' } }) => {
        const segments = [{ speaker: 'clinician', starts_at_ms: 0, text: 'How are you today?' }];
        const answer = ({ status }: Transcript & OwnedResource) => ok({ id, status, segments });
        const draft = ({ status }: Transcript) => (status === 'draft' ? ('transcript_not_found' as const) : '');
        return withResource(caller, transcripts.get(id), 'transcript_not_found', answer, draft);
      },
    },
  ];
}

/** The API node has checked the form of the dates. */
function isWithin({ date }: Encounter, query: URLSearchParams): boolean {
  const [from, to] = ['date_from', 'date_to'].map((name) => Date.parse(query.get(name) ?? ''));
  const at = Date.parse(date);
  return !(at < Number(from)) && !(at > Number(to));
}

/** Clinical documents for partner organizations. */
export const charthero: System = {
  forward: {},
  resources: [ENCOUNTERS, DOCUMENTS, TRANSCRIPTS].flatMap((table) => Object.keys(table)),
  routes,
};
