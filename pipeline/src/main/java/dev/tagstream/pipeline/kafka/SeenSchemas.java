package dev.tagstream.pipeline.kafka;

import static java.util.stream.Collectors.joining;

import dev.tagstream.pipeline.config.RegistryConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of a registry that the job has seen, in its state, so that a restart needs no
 * registry. Each task saves those that it has seen, and restores those of all tasks. Schemas of a
 * registry with other URLs are not restored: its ids may mean other schemas.
 */
final class SeenSchemas {

  private static final String STATE = "schemas";

  private final ListState<Tuple3<String, Long, String>> state;
  private final String registry;
  private final Map<Long, String> restored = new HashMap<>();

  private SeenSchemas(ListState<Tuple3<String, Long, String>> state, String registry) {
    this.state = state;
    this.registry = registry;
  }

  /** Restores the schemas of a registry. */
  static SeenSchemas restore(OperatorStateStore store, @Nullable RegistryConfig registry)
      throws Exception {
    SeenSchemas seen =
        new SeenSchemas(
            store.getUnionListState(
                new ListStateDescriptor<>(
                    STATE, Types.TUPLE(Types.STRING, Types.LONG, Types.STRING))),
            registry == null ? "" : registry.urls().stream().sorted().collect(joining(" ")));
    for (Tuple3<String, Long, String> schema : seen.state.get()) {
      if (schema.f0.equals(seen.registry)) {
        seen.restored.put(schema.f1, schema.f2);
      }
    }
    return seen;
  }

  /** The restored schemas, as JSON, by their ids. */
  Map<Long, String> restored() {
    return restored;
  }

  /** Saves schemas into the state. */
  void save(Map<Long, String> schemas) throws Exception {
    List<Tuple3<String, Long, String>> entries = new ArrayList<>();
    schemas.forEach((id, json) -> entries.add(Tuple3.of(registry, id, json)));
    state.update(entries);
  }
}
