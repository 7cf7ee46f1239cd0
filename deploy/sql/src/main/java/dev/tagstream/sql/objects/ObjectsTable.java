package dev.tagstream.sql.objects;

import dev.tagstream.pipeline.objects.BacklogMetrics;
import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.source.ObjectSource;
import dev.tagstream.pipeline.objects.store.StoreFactory;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/**
 * A table of images.
 *
 * @param uris of objects, or what URIs begin with
 * @param stores opens the stores of URIs
 * @param reading how images are read
 * @param type of the rows
 */
record ObjectsTable(List<String> uris, StoreFactory stores, ReadSettings reading, DataType type)
    implements ScanTableSource {

  private static final String NAME = "objects";

  ObjectsTable {
    uris = List.copyOf(uris);
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.insertOnly();
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    RowsOfImages rows = RowsOfImages.of(type.getLogicalType());
    TypeInformation<RowData> rowType = context.createTypeInformation(type);
    return new DataStreamScanProvider() {

      @Override
      public DataStream<RowData> produceDataStream(
          ProviderContext provider, StreamExecutionEnvironment environment) {
        var read =
            environment.fromSource(
                new ObjectSource(
                    uris, stores, reading, new EveryObject(), BacklogMetrics::register, null, null),
                WatermarkStrategy.noWatermarks(),
                NAME);
        provider.generateUid(NAME).ifPresent(read::uid);
        return read.map(rows).returns(rowType);
      }

      @Override
      public boolean isBounded() {
        return true;
      }
    };
  }

  @Override
  public DynamicTableSource copy() {
    return this;
  }

  @Override
  public String asSummaryString() {
    return ObjectsTableFactory.IDENTIFIER;
  }
}
