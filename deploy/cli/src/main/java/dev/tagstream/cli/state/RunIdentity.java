package dev.tagstream.cli.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Identifies the work of a run. Two runs with equal identities continue the same work; the state of
 * one must not be used for other work.
 *
 * @param name for people, such as the consumer group
 * @param facts everything that must be equal, by name
 */
public record RunIdentity(String name, Map<String, String> facts) {

  private static final int DIGITS = 8;

  public RunIdentity {
    facts = Map.copyOf(facts);
  }

  /** A name for a folder: the name, with invalid characters replaced, and a digest. */
  String folderName() {
    return name.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + digest().substring(0, DIGITS);
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
