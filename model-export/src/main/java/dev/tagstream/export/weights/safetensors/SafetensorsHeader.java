package dev.tagstream.export.weights.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.ElementType;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the header of a safetensors file and checks every rule of the format. */
final class SafetensorsHeader {

  /**
   * A tensor's type and position.
   *
   * @param name in the file
   * @param type its elements and shape
   * @param begin of its first byte, counted from the end of the header
   * @param end after its last byte
   */
  record Entry(String name, TensorType type, long begin, long end) {}

  private static final String METADATA = "__metadata__";

  private static final Map<String, ElementType> TYPES =
      Map.of(
          "F64", ElementType.FLOAT64,
          "F32", ElementType.FLOAT32,
          "F16", ElementType.FLOAT16,
          "BF16", ElementType.BFLOAT16,
          "I64", ElementType.INT64,
          "I32", ElementType.INT32,
          "I16", ElementType.INT16,
          "I8", ElementType.INT8,
          "U8", ElementType.UINT8,
          "BOOL", ElementType.BOOL);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final long dataBytes;

  private SafetensorsHeader(Path file, long dataBytes) {
    this.file = file;
    this.dataBytes = dataBytes;
  }

  /**
   * The tensors by name, in the order of their bytes.
   *
   * @param json the header
   * @param dataBytes the number of bytes after it
   */
  static Map<String, Entry> read(Path file, byte[] json, long dataBytes) {
    SafetensorsHeader header = new SafetensorsHeader(file, dataBytes);
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : header.parse(json).properties()) {
      if (!field.getKey().equals(METADATA)) {
        entries.add(header.entry(field.getKey(), field.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    header.checkCovered(entries);
    Map<String, Entry> byName = new LinkedHashMap<>();
    entries.forEach(entry -> byName.put(entry.name(), entry));
    return byName;
  }

  private JsonNode parse(byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      if (root == null || !root.isObject()) {
        throw ExportException.in(file, "the header is not a JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw ExportException.in(file, "the header is not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw ExportException.in(file, "the header cannot be read: " + e.getMessage(), e);
    }
  }

  private Entry entry(String name, JsonNode node) {
    List<Long> offsets = wholes(name, "data_offsets", node.path("data_offsets"));
    if (offsets.size() != 2) {
      throw problem(name, "data_offsets must be two numbers but are " + node.path("data_offsets"));
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    TensorType type =
        new TensorType(
            elementType(name, node.path("dtype")),
            new Shape(wholes(name, "shape", node.path("shape"))));
    if (begin > end || end > dataBytes) {
      throw problem(
          name,
          "data_offsets [%d, %d] do not lie in the %d bytes of data"
              .formatted(begin, end, dataBytes));
    }
    if (type.bytes() != end - begin) {
      throw problem(
          name,
          "data_offsets [%d, %d] hold %d bytes but %s of %s needs %d"
              .formatted(begin, end, end - begin, type.shape(), type.elements(), type.bytes()));
    }
    return new Entry(name, type, begin, end);
  }

  private ElementType elementType(String name, JsonNode dtype) {
    ElementType type = TYPES.get(dtype.asText());
    if (type == null) {
      throw problem(name, "dtype must be F32, F16, BF16 or F64 but is " + dtype);
    }
    return type;
  }

  private List<Long> wholes(String name, String field, JsonNode array) {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode number : array) {
      if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
        throw problem(name, field + " must be whole numbers from 0 on but are " + array);
      }
      numbers.add(number.asLong());
    }
    if (!array.isArray()) {
      throw problem(name, field + " must be an array but is " + array);
    }
    return numbers;
  }

  /** The format allows neither gaps nor overlaps, so a file cannot hide data. */
  private void checkCovered(List<Entry> entries) {
    long covered = 0;
    for (Entry entry : entries) {
      if (entry.begin() != covered) {
        throw problem(
            entry.name(),
            "data_offsets begin at byte %d, %s byte %d where the tensor before ends"
                .formatted(
                    entry.begin(),
                    entry.begin() < covered ? "before" : "after a hole from",
                    covered));
      }
      covered = entry.end();
    }
    if (covered != dataBytes) {
      throw ExportException.in(
          file, "the tensors end at byte %d of %d of the data".formatted(covered, dataBytes));
    }
  }

  private ExportException problem(String name, String rule) {
    return ExportException.in(file, name + ": " + rule);
  }
}
