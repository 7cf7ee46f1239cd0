package dev.tagstream.embedded;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.fault.LoggingFaultHandler;

/**
 * A real KRaft broker, with its controller, in this process, on the loopback interface only. Its
 * log is in a temporary folder, and gone when it is closed, unless it is {@link #keptIn kept}.
 *
 * <p>The ports are bound before Kafka starts and handed to it, so no other process can take them in
 * between.
 */
public final class EmbeddedBroker implements AutoCloseable {

  /**
   * The largest record batch that the broker accepts, in bytes, far above the job's limit of an
   * image.
   */
  public static final int MAX_MESSAGE_BYTES = 64 << 20;

  private static final int NODE_ID = 1;
  private static final String BROKER = "BROKER";
  private static final String CONTROLLER = "CONTROLLER";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final int FREE_PORT = 0;

  private final Runnable cleaning;
  private final String bootstrapServers;
  private final ControllerServer controller;
  private final BrokerServer broker;
  private final Metrics metrics;

  /**
   * The listener and authentication of a broker.
   *
   * @param protocol as Kafka names it, such as {@code SASL_SSL}
   * @param settings of the broker for it
   * @param scramUsers in the format of {@code kafka-storage --add-scram}
   */
  record Access(String protocol, Map<String, String> settings, List<String> scramUsers) {

    /** No authentication: any user of this machine may connect. */
    static final Access PLAIN = new Access("PLAINTEXT", Map.of(), List.of());
  }

  /**
   * The place of a broker.
   *
   * @param folder of its log
   * @param port for clients, or 0 for a free one
   * @param cleaning the action on the folder when the broker is closed
   */
  private record Place(Path folder, int port, Runnable cleaning) {}

  private EmbeddedBroker(Place place, BoundSockets sockets, Access access) throws Exception {
    InetSocketAddress brokerAddress = sockets.bind(BROKER, place.port());
    InetSocketAddress controllerAddress = sockets.bind(CONTROLLER, FREE_PORT);
    Path folder = place.folder();
    this.cleaning = place.cleaning();
    this.bootstrapServers = hostAndPort(brokerAddress);
    this.metrics = new Metrics();
    KafkaConfig config =
        new KafkaConfig(settings(folder, bootstrapServers, hostAndPort(controllerAddress), access));
    BootstrapMetadata bootstrapMetadata = metadata(folder, access);
    SharedServer shared =
        new SharedServer(
            config,
            new MetaPropertiesEnsemble.Loader()
                .addMetadataLogDir(folder.toString())
                .addLogDirs(List.of(folder.toString()))
                .load(),
            Time.SYSTEM,
            metrics,
            CompletableFuture.completedFuture(Map.of(NODE_ID, controllerAddress)),
            List.of(),
            // Kafka's own factory would end the whole process
            (name, fatal, action) -> new LoggingFaultHandler(name, action),
            sockets);
    this.controller =
        new ControllerServer(shared, KafkaRaftServer.configSchema(), bootstrapMetadata);
    this.broker = new BrokerServer(shared);
  }

  /** Starts a broker and returns when it accepts connections. */
  public static EmbeddedBroker start() throws IOException {
    return start(Access.PLAIN);
  }

  /**
   * Starts a broker that keeps its topics in a folder for its next start.
   *
   * @param folder created if it does not exist, readable by its owner only
   * @param port for clients
   * @throws IOException if the folder cannot be written, another broker uses it, or the port is in
   *     use
   */
  public static EmbeddedBroker keptIn(Path folder, int port) throws IOException {
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    // Kafka's own lock comes after its controller has cut the log of a running broker short
    FolderLock lock = FolderLock.tryTake(folder.resolve("tagstream.lock"));
    if (lock == null) {
      throw new IOException("another broker uses the folder");
    }
    return start(new Place(folder, port, lock::close), Access.PLAIN);
  }

  static EmbeddedBroker start(Access access) throws IOException {
    TemporaryFolder folder = TemporaryFolder.create("tagstream-broker-");
    return start(new Place(folder.path(), FREE_PORT, folder::close), access);
  }

  private static EmbeddedBroker start(Place place, Access access) throws IOException {
    BoundSockets sockets = new BoundSockets();
    try {
      EmbeddedBroker embedded = new EmbeddedBroker(place, sockets, access);
      try {
        embedded.controller.startup();
        embedded.broker.startup();
      } catch (Throwable e) {
        embedded.close();
        throw e;
      }
      return embedded;
    } catch (Exception e) {
      sockets.close();
      place.cleaning().run();
      throw new IOException("the embedded broker does not start: " + e.getMessage(), e);
    }
  }

  /** The bootstrap address, {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    broker.shutdown();
    controller.shutdown();
    broker.awaitShutdown();
    controller.awaitShutdown();
    metrics.close();
    cleaning.run();
  }

  private static Map<String, String> settings(
      Path folder, String broker, String controller, Access access) {
    Map<String, String> settings = new HashMap<>(settings(folder, broker, controller));
    settings.putAll(access.settings());
    settings.put(
        "listener.security.protocol.map",
        BROKER + ":" + access.protocol() + "," + CONTROLLER + ":PLAINTEXT");
    return settings;
  }

  private static Map<String, String> settings(Path folder, String broker, String controller) {
    String one = "1";
    return Map.ofEntries(
        entry("process.roles", "broker,controller"),
        entry("node.id", String.valueOf(NODE_ID)),
        entry("log.dirs", folder.toString()),
        entry("listeners", BROKER + "://" + broker + "," + CONTROLLER + "://" + controller),
        entry("advertised.listeners", BROKER + "://" + broker),
        entry("inter.broker.listener.name", BROKER),
        entry("controller.listener.names", CONTROLLER),
        entry("controller.quorum.voters", NODE_ID + "@" + controller),
        // one broker cannot replicate
        entry("offsets.topic.replication.factor", one),
        entry("offsets.topic.num.partitions", one),
        entry("transaction.state.log.replication.factor", one),
        entry("transaction.state.log.min.isr", one),
        entry("transaction.state.log.num.partitions", one),
        entry("share.coordinator.state.topic.replication.factor", one),
        entry("share.coordinator.state.topic.min.isr", one),
        // consumers need not wait for others to join their group
        entry("group.initial.rebalance.delay.ms", "0"),
        // a mistyped topic is an error, not a new topic
        entry("auto.create.topics.enable", "false"),
        entry("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES)),
        // records that a client deletes soon leave the disk
        entry("log.segment.bytes", String.valueOf(2 * MAX_MESSAGE_BYTES)),
        entry("log.retention.check.interval.ms", "5000"),
        entry("log.segment.delete.delay.ms", "1000"),
        entry("log.message.timestamp.type", "LogAppendTime"));
  }

  /** The metadata of the cluster: read from a used folder, otherwise created and written. */
  private static BootstrapMetadata metadata(Path folder, Access access) throws Exception {
    return Files.exists(folder.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))
        ? new BootstrapDirectory(folder.toString()).read()
        : format(folder, access);
  }

  private static BootstrapMetadata format(Path folder, Access access) throws Exception {
    Formatter formatter =
        new Formatter()
            .setNodeId(NODE_ID)
            .setClusterId(Uuid.randomUuid().toString())
            .setControllerListenerName(CONTROLLER)
            .setScramArguments(access.scramUsers())
            .setMetadataLogDirectory(folder.toString())
            .setDirectories(List.of(folder.toString()))
            .setPrintStream(new PrintStream(OutputStream.nullOutputStream()));
    formatter.run();
    return formatter.bootstrapMetadata();
  }

  private static String hostAndPort(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
