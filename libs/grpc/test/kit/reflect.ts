import { type Client, Metadata, type ServiceDefinition } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';

interface ReflectionAnswer {
  readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly (readonly number[])[] };
}

/** The definition that the library serves; it has no other way to it. */
function reflectionDefinition(): ServiceDefinition {
  const definitions: ServiceDefinition[] = [];
  new ReflectionService({}).addToServer({ addService: (definition) => void definitions.push(definition) });
  const [v1] = definitions;
  if (v1 === undefined) throw new Error('the library serves nothing');
  return v1;
}

/** What a tool such as grpcurl asks: the services, and the descriptors (bytes as Latin-1) of the file of a symbol. */
export async function reflect(client: Client, symbol: string): Promise<{ services: string[]; files: string[] }> {
  const method = Object.values(reflectionDefinition())[0];
  if (method === undefined) throw new Error('reflection has no method');
  const { path, requestSerialize, responseDeserialize } = method;
  const stream = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, new Metadata());
  stream.write({ listServices: '*' });
  stream.write({ fileContainingSymbol: symbol });
  stream.end();
  const answers: ReflectionAnswer[] = [];
  for await (const answer of stream) answers.push(answer as ReflectionAnswer);
  return {
    services: answers.flatMap((answer) => answer.listServicesResponse?.service.map(({ name }) => name) ?? []),
    files: answers
      .flatMap((answer) => answer.fileDescriptorResponse?.fileDescriptorProto ?? [])
      .map((bytes) => Buffer.from(bytes).toString('latin1')),
  };
}
