BEGIN TRANSACTION;
CREATE TABLE corrections (
	sha256 VARCHAR(64) NOT NULL, 
	cluster TEXT NOT NULL, 
	updated VARCHAR(32) NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "corrections" VALUES('3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d','某集群','2026-11-22T00:51:55+00:00');
CREATE TABLE files (
	sha256 VARCHAR(64) NOT NULL, 
	size BIGINT NOT NULL, 
	format VARCHAR(32) NOT NULL, 
	role VARCHAR(32) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	reason TEXT NOT NULL, 
	tries INTEGER NOT NULL, 
	seconds FLOAT NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	exhibit TEXT NOT NULL, 
	first_seen VARCHAR(32) NOT NULL, 
	updated VARCHAR(32) NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "files" VALUES('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',1,'pdf','application','read','',1,0.5,'0.1.0','','2026-11-22T00:51:55+00:00','2026-11-22T00:51:55+00:00');
INSERT INTO "files" VALUES('3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d',1,'pdf','other','other','文件里没有记录',1,0.0,'0.1.0','','2026-11-22T00:51:55+00:00','2026-11-22T00:51:55+00:00');
CREATE TABLE formextract_meta (
	"key" VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "formextract_meta" VALUES('program','formextract');
INSERT INTO "formextract_meta" VALUES('version','2');
CREATE TABLE members (
	"key" VARCHAR(64) NOT NULL, 
	submission VARCHAR(32) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	path TEXT NOT NULL, 
	role VARCHAR(32) NOT NULL, 
	why TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE originals (
	sha256 VARCHAR(64) NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (sha256)
);
CREATE TABLE paths (
	"key" VARCHAR(64) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	path TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	first_seen VARCHAR(32) NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "paths" VALUES('fa5ae645911fed46d1c4c257f88fb47f0237011da1e2618522cee3b310769fde','ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb','disc/a.pdf','','2026-11-22T00:51:55+00:00');
INSERT INTO "paths" VALUES('216e3be93a64de7ced1aa379fa8b9e44984fb32be40e415fcaf7bcb17a54324e','3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d','disc/b.txt','','2026-11-22T00:51:55+00:00');
INSERT INTO "paths" VALUES('573d773eba80d078af1fc6f88002075287c2402538a201e72f8c6bfe41ad6e6b','','disc/坏.pdf','读不出来','2026-11-22T00:51:55+00:00');
CREATE TABLE readings (
	sha256 VARCHAR(64) NOT NULL, 
	position INTEGER NOT NULL, 
	record_id VARCHAR(255) NOT NULL, 
	program VARCHAR(64) NOT NULL, 
	form VARCHAR(64) NOT NULL, 
	edition VARCHAR(16) NOT NULL, 
	cluster TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (sha256, position), 
	FOREIGN KEY(sha256) REFERENCES files (sha256)
);
INSERT INTO "readings" VALUES('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',0,'1','sme-cluster','application','2023','集群1','{"schema": "formextract/record/1", "id": "1", "program": "sme-cluster", "form": "application", "template": "sme-cluster/application@2024", "cluster": "集群1", "files": [{"path": "disc/a.pdf", "sha256": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", "format": "pdf", "role": "application", "pages": 2}], "values": [{"indicator": "gross_output", "label": "集群总产值", "period": "2023", "dims": {}, "value": 12.5, "unit": "亿元", "precision": 1, "raw": "12.5", "status": "reported", "confidence": 1.0, "source": {"file": 0, "page": 4, "bbox": [1.0, 2.0, 3.0, 4.0], "cell": null, "reader": "pdf"}}], "findings": [], "criteria": [], "unmatched": []}');
CREATE TABLE record_files (
	record_id VARCHAR(255) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	PRIMARY KEY (record_id, sha256), 
	FOREIGN KEY(record_id) REFERENCES records (id), 
	FOREIGN KEY(sha256) REFERENCES files (sha256)
);
INSERT INTO "record_files" VALUES('1','ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb');
CREATE TABLE records (
	id VARCHAR(255) NOT NULL, 
	program VARCHAR(64) NOT NULL, 
	form VARCHAR(64) NOT NULL, 
	template VARCHAR(255) NOT NULL, 
	cluster TEXT NOT NULL, 
	path TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	updated VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "records" VALUES('1','sme-cluster','application','sme-cluster/application@2024','集群1','disc/a.pdf',0,'{"schema": "formextract/record/1", "id": "1", "program": "sme-cluster", "form": "application", "template": "sme-cluster/application@2024", "cluster": "集群1", "files": [{"path": "disc/a.pdf", "sha256": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", "format": "pdf", "role": "application", "pages": 2}], "values": [{"indicator": "gross_output", "label": "集群总产值", "period": "2023", "dims": {}, "value": 12.5, "unit": "亿元", "precision": 1, "raw": "12.5", "status": "reported", "confidence": 1.0, "source": {"file": 0, "page": 4, "bbox": [1.0, 2.0, 3.0, 4.0], "cell": null, "reader": "pdf"}}], "findings": [], "criteria": [], "unmatched": []}','0.1.0','2026-11-22T00:51:55+00:00');
CREATE TABLE submissions (
	"key" VARCHAR(32) NOT NULL, 
	cluster TEXT NOT NULL, 
	record_id VARCHAR(255) NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE INDEX paths_sha256 ON paths (sha256);
CREATE INDEX records_updated ON records (updated);
CREATE INDEX members_submission ON members (submission);
CREATE INDEX record_files_sha256 ON record_files (sha256);
CREATE INDEX readings_record ON readings (record_id);
COMMIT;
