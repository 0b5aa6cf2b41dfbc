// Original file: keyledger/v1/ledger.proto


export interface OrganizationCreated {
  'name'?: (string);
  'slug'?: (string);
  'routes'?: (string)[];
  'environments'?: (string)[];
  'tier'?: (string);
  'demo'?: (boolean);
}

export interface OrganizationCreated__Output {
  'name': (string);
  'slug': (string);
  'routes': (string)[];
  'environments': (string)[];
  'tier': (string);
  'demo': (boolean);
}
