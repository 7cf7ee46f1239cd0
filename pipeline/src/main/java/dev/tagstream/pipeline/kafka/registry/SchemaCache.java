package dev.tagstream.pipeline.kafka.registry;

import dev.tagstream.pipeline.config.RegistryConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of a registry by their ids. A schema never changes, so it is kept for good; that an
 * id has none is kept for {@link #ABSENCE}. However many threads ask for an id, one request for it
 * is on its way.
 *
 * <p>All tasks of a process share the cache of a registry. Safe for use by several threads.
 */
public final class SchemaCache implements AutoCloseable {

  /** How long it is believed that the registry lacks an id. */
  static final Duration ABSENCE = Duration.ofSeconds(30);

  /** Ids can be anything in hostile records. */
  private static final int MOST_ABSENCES = 10_000;

  private static final int LOCKS = 64;

  private static final Map<RegistryConfig, SchemaCache> SHARED = new HashMap<>();

  private final RegistryConfig config;
  private final RegistryClient client;
  private final LongSupplier nanoClock;
  private final Map<Long, Schema> schemas = new ConcurrentHashMap<>();
  private final Map<Long, Absence> absences = new LinkedHashMap<>();
  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

  private int users;

  private record Absence(String detail, long sinceNanos) {}

  SchemaCache(RegistryConfig config, LongSupplier nanoClock) {
    this.config = config;
    this.client = new RegistryClient(config);
    this.nanoClock = nanoClock;
  }

  /** The cache of a registry, which this process keeps until all who opened it have closed it. */
  public static SchemaCache open(RegistryConfig config) {
    synchronized (SHARED) {
      SchemaCache cache =
          SHARED.computeIfAbsent(config, other -> new SchemaCache(other, System::nanoTime));
      cache.users++;
      return cache;
    }
  }

  @Override
  public void close() {
    synchronized (SHARED) {
      users--;
      if (users == 0) {
        SHARED.remove(config);
      }
    }
  }

  /** Adds a schema that was seen earlier. */
  public void add(long id, Schema schema) {
    schemas.putIfAbsent(id, schema);
  }

  /**
   * The schema of an id.
   *
   * @throws MissingSchemaException if the registry has none, or it is not Avro
   * @throws UnusableRegistryException if no server answers in time, or one refuses for good
   */
  public Schema find(long id) throws MissingSchemaException, InterruptedException {
    if (id < 0) {
      // a path that registries do not know, so a hostile record could look like a broken registry
      throw new MissingSchemaException("no schema registry has the id " + id);
    }
    Schema known = schemas.get(id);
    return known == null ? ask(id) : known;
  }

  private Schema ask(long id) throws MissingSchemaException, InterruptedException {
    ReentrantLock lock = locks[Math.floorMod(Long.hashCode(id), LOCKS)];
    lock.lockInterruptibly();
    try {
      Schema known = schemas.get(id);
      if (known != null) {
        return known;
      }
      Absence absence = absence(id);
      if (absence != null) {
        throw new MissingSchemaException(absence.detail());
      }
      Schema schema = client.byId(id);
      schemas.put(id, schema);
      return schema;
    } catch (MissingSchemaException missing) {
      remember(id, missing.detail());
      throw missing;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Absence absence(long id) {
    synchronized (absences) {
      Absence absence = absences.get(id);
      boolean isOver =
          absence != null && nanoClock.getAsLong() - absence.sinceNanos() >= ABSENCE.toNanos();
      if (isOver) {
        absences.remove(id);
      }
      return isOver ? null : absence;
    }
  }

  private void remember(long id, String detail) {
    synchronized (absences) {
      absences.putIfAbsent(id, new Absence(detail, nanoClock.getAsLong()));
      if (absences.size() > MOST_ABSENCES) {
        absences.remove(absences.keySet().iterator().next());
      }
    }
  }
}
