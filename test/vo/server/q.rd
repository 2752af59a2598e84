<resource schema="skybucket" resdir="skybucket">
  <meta name="creationDate">2026-01-01T00:00:00Z</meta>
  <meta name="title">Skybucket test tables</meta>
  <meta name="description">Two small tables that Skybucket's tests know value by value.</meta>
  <meta name="subject">virtual-observatories</meta>
  <meta name="creator">Skybucket</meta>

  <table id="images" onDisk="True" adql="True" primary="obs_id">
    <meta name="description">Images that are nowhere, as ObsCore would tell of them.</meta>
    <meta name="_associatedDatalinkService">
      <meta name="serviceId">dl</meta>
      <meta name="idColumn">obs_publisher_did</meta>
    </meta>
    <mixin preview="NULL">//obscore#publishObscoreLike</mixin>
    <FEED source="//obscore#obscore-columns"/>
  </table>

  <data id="import_images">
    <sources>images.jsonl</sources>
    <embeddedGrammar>
      <iterator>
        <setup>
          <code>
            import json
            from gavo.utils import pgsphere
            from urllib.parse import quote
          </code>
        </setup>
        <code>
          names = [c.name for c in self.grammar.rd.getById("images").columns]
          with open(self.sourceToken, encoding="utf-8") as lines:
            for line in lines:
              row = dict.fromkeys(names)
              row.update(json.loads(line))
              row["s_region"] = pgsphere.SPoly.fromDALI(row["s_region"])
              row["access_format"] = "image/fits"
              if "access_url" not in json.loads(line):
                row["access_url"] = (
                  "\getConfig{web}{serverURL}/skybucket/q/dl/dlmeta?ID="
                  + quote(row["obs_publisher_did"], safe=""))
                row["access_format"] = "application/x-votable+xml;content=datalink"
              yield row
        </code>
      </iterator>
    </embeddedGrammar>
    <make table="images">
      <rowmaker idmaps="*"/>
    </make>
  </data>

  <table id="samples" onDisk="True" adql="True" primary="id">
    <meta name="description">One value of each kind a column can have.</meta>
    <column name="id" type="integer" required="True" ucd="meta.id;meta.main"
      description="Number of the row"/>
    <column name="small" type="smallint" unit="ct" ucd="phys.count"
      description="16 bits"><values nullLiteral="-32768"/></column>
    <column name="whole" type="integer"
      description="32 bits"><values nullLiteral="-2147483648"/></column>
    <column name="long" type="bigint"
      description="64 bits, beyond what a double holds"><values nullLiteral="-9223372036854775808"/></column>
    <column name="single" type="real" unit="Jy" ucd="phot.flux.density" description="float32"/>
    <column name="exact" type="double precision" unit="m" description="float64"/>
    <column name="flag" type="boolean" description="true or false"/>
    <column name="letter" type="char" description="A single character"
      ><values nullLiteral=" "/></column>
    <column name="word" type="text" description="ASCII"/>
    <column name="wide" type="unicode" description="Any characters"/>
    <column name="moment" type="timestamp" description="Date and time"/>
    <column name="triple" type="double precision[3]" unit="km/s" description="Three numbers"/>
    <column name="list" type="integer[]" description="Any number of numbers"
      ><values nullLiteral="-1"/></column>
    <column name="place" type="spoint" description="A place in the sky"/>
  </table>

  <data id="import_samples">
    <sources>samples.jsonl</sources>
    <embeddedGrammar>
      <iterator>
        <setup>
          <code>
            import json
            from gavo.utils import pgsphere
          </code>
        </setup>
        <code>
          with open(self.sourceToken, encoding="utf-8") as lines:
            for line in lines:
              row = json.loads(line)
              if row["place"] is not None:
                row["place"] = pgsphere.SPoint.fromDegrees(*row["place"])
              yield row
        </code>
      </iterator>
    </embeddedGrammar>
    <make table="samples">
      <rowmaker idmaps="*">
        <map key="word">@word</map>
        <map key="wide">@wide</map>
      </rowmaker>
    </make>
  </data>

  <!-- SIA 2 over the table itself: with a service descriptor for DataLink in its answers. -->
  <service id="sia" allowed="siap2.xml">
    <meta name="title">Skybucket test images</meta>
    <meta name="shortName">skybucket sia</meta>
    <meta name="description">SIA 2 over the test images.</meta>
    <meta name="sia.type">Pointed</meta>
    <meta name="testQuery.pos.ra">140</meta>
    <meta name="testQuery.pos.dec">0</meta>
    <meta name="testQuery.size.ra">0.1</meta>
    <meta name="testQuery.size.dec">0.1</meta>
    <publish render="siap2.xml" sets="ivo_managed"/>
    <dbCore queriedTable="images">
      <FEED source="//siap2#parameters"/>
    </dbCore>
  </service>

  <service id="dl" allowed="dlmeta,dlget">
    <meta name="title">Links of the test images</meta>
    <meta name="shortName">skybucket dl</meta>
    <meta name="description">DataLink of the test images.</meta>
    <datalinkCore>
      <descriptorGenerator procDef="//datalink#fromtable">
        <bind key="tableName">"skybucket.images"</bind>
        <bind key="idColumn">"obs_publisher_did"</bind>
      </descriptorGenerator>
      <metaMaker semantics="#this">
        <code>
          yield descriptor.makeLink(
            "https://example.org/images/%s.fits"%descriptor.metadata["obs_id"],
            description="The image", contentType="image/fits", contentLength=2880)
        </code>
      </metaMaker>
      <metaMaker semantics="#preview">
        <code>
          yield descriptor.makeLink(
            "https://example.org/previews/%s.png"%descriptor.metadata["obs_id"],
            description="A small picture &lt; 1 MB", contentType="image/png")
        </code>
      </metaMaker>
      <metaMaker semantics="#weight">
        <code>
          yield DatalinkFault.AuthorizationFault(descriptor.pubDID,
            "Ask the observatory", semantics="#weight", description="Weights")
        </code>
      </metaMaker>
      <metaMaker>
        <code>
          yield MS(InputKey, name="SCALE", type="integer", unit="",
            multiplicity="single", description="Pixels of the image that become one",
            values=MS(Values, min=1, max=8))
          yield MS(InputKey, name="KIND", type="text", multiplicity="single",
            description="What is cut", values=MS(Values,
              options=[MS(Option, content_="science"), MS(Option, content_="error map")]))
        </code>
      </metaMaker>
      <dataFunction>
        <code>
          descriptor.data = "%s scale %s of %s"%(
            args.get("KIND"), args.get("SCALE"), descriptor.pubDID)
        </code>
      </dataFunction>
      <dataFormatter>
        <code>
          return "text/plain", descriptor.data
        </code>
      </dataFormatter>
    </datalinkCore>
  </service>
</resource>
