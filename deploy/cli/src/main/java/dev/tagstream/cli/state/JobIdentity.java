package dev.tagstream.cli.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What makes two runs the same job: they read the same topic for the same group and name their
 * transactions alike. A state must not be given to another job.
 *
 * @param groupId the consumer group
 * @param facts everything that must be equal, by name
 */
public record JobIdentity(String groupId, Map<String, String> facts) {

  private static final int DIGITS = 8;

  public JobIdentity {
    facts = Map.copyOf(facts);
  }

  /** A name for a folder: the group's, as far as a file may be called so, and a digest. */
  String folderName() {
    return groupId.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + digest().substring(0, DIGITS);
  }

  Properties asProperties() {
    Properties properties = new Properties();
    properties.putAll(facts);
    return properties;
  }

  private String digest() {
    try {
      byte[] text = new TreeMap<>(facts).toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
