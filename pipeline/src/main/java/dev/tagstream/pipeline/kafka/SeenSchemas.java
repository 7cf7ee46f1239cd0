package dev.tagstream.pipeline.kafka;

import static java.util.stream.Collectors.joining;

import dev.tagstream.pipeline.config.Mode;
import dev.tagstream.pipeline.config.RegistryConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;

/**
 * The schemas of a registry that the job has seen, in its state, so that a restart needs no
 * registry. A task saves those that it has asked for, and its share of the restored ones. Schemas
 * of a registry with other URLs are not restored: its ids may mean other schemas.
 *
 * <p>A task restores the schemas of all tasks. In batch mode it restores a share of them, and asks
 * the registry for others: Flink takes no checkpoint of an operator whose tasks restore everything
 * while a part of them has ended.
 */
final class SeenSchemas {

  private static final String STATE = "schemas";
  private static final String STATE_OF_BATCH = "schemas-of-batch";

  private final ListState<Tuple3<String, Long, String>> state;
  private final String registry;
  private final Share share;
  private final Map<Long, String> restored = new HashMap<>();

  /** The restored schemas that a task saves again. */
  @FunctionalInterface
  private interface Share {
    boolean contains(long id);
  }

  private SeenSchemas(ListState<Tuple3<String, Long, String>> state, String registry, Share share) {
    this.state = state;
    this.registry = registry;
    this.share = share;
  }

  /** Restores the schemas of a registry for a task. */
  static SeenSchemas restore(
      OperatorStateStore store, RegistryConfig registry, Mode mode, TaskInfo task)
      throws Exception {
    String urls = registry.urls().stream().sorted().collect(joining(" "));
    SeenSchemas seen =
        switch (mode) {
          case STREAM ->
              new SeenSchemas(
                  store.getUnionListState(named(STATE)),
                  urls,
                  id ->
                      Math.floorMod(id, task.getNumberOfParallelSubtasks())
                          == task.getIndexOfThisSubtask());
          case BATCH ->
              new SeenSchemas(store.getListState(named(STATE_OF_BATCH)), urls, id -> true);
        };
    for (Tuple3<String, Long, String> schema : seen.state.get()) {
      if (schema.f0.equals(seen.registry)) {
        seen.restored.put(schema.f1, schema.f2);
      }
    }
    return seen;
  }

  private static ListStateDescriptor<Tuple3<String, Long, String>> named(String name) {
    return new ListStateDescriptor<>(name, Types.TUPLE(Types.STRING, Types.LONG, Types.STRING));
  }

  /** The restored schemas, as JSON, by their ids. */
  Map<Long, String> restored() {
    return restored;
  }

  /** Saves schemas into the state. */
  void save(Map<Long, String> schemas) throws Exception {
    List<Tuple3<String, Long, String>> entries = new ArrayList<>();
    schemas.forEach(
        (id, json) -> {
          if (!restored.containsKey(id) || share.contains(id)) {
            entries.add(Tuple3.of(registry, id, json));
          }
        });
    state.update(entries);
  }
}
