package dev.tagstream.local.broker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes topics on a broker of one node. */
public final class Topics {

  private static final short ONE_REPLICA = 1;

  private Topics() {}

  /** Creates topics of the given number of partitions and waits until they exist. */
  public static void create(String bootstrapServers, int partitions, List<String> names)
      throws InterruptedException {
    Map<String, Object> settings =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (Admin admin = Admin.create(settings)) {
      List<NewTopic> topics =
          names.stream().map(name -> new NewTopic(name, partitions, ONE_REPLICA)).toList();
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot create the topics " + names, e.getCause());
    }
  }
}
