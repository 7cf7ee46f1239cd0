package dev.tagstream.pipeline.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The contract and the labels in a model's metadata, as the pipeline reads them. */
public final class FuzzModelContracts {

  private static final Path FILE = Path.of("model.onnx");

  private FuzzModelContracts() {}

  /** Up to the first zero byte the contract, behind it the labels. */
  public static void fuzzerTestOneInput(byte[] json) {
    String[] parts = new String(json, StandardCharsets.UTF_8).split("\0", 2);
    try {
      ContractJson.parse(FILE, parts[0], parts.length == 2 ? parts[1] : null);
    } catch (UnusableModelException refused) {
      // as it should be
    }
  }
}
