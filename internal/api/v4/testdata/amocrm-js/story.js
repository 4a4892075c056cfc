// The story of an amoCRM client against a server of ours: everything here goes through the public package, only its
// https is turned to http and to the server's port.
const assert = require('node:assert/strict');
const http = require('node:http');
const https = require('node:https');

const { HOST, PORT, TOKEN } = process.env;

https.request = (options, done) => http.request({ ...options, hostname: HOST, port: PORT }, done);
console.error = () => {}; // the package prints every error answer before it throws it

const { Client } = require('amocrm-js');

const client = new Client({
    domain: HOST,
    auth: { client_id: 'id', client_secret: 'secret', redirect_uri: 'http://localhost', bearer: TOKEN },
});

async function emptyList() {
    const { response, data } = await client.request.get('/api/v4/leads');
    assert.equal(response.statusCode, 204);
    assert.deepEqual(data, {});
    const pagination = await client.leads.get();
    assert.deepEqual(pagination.getData(), []);
    assert.equal(pagination.hasNext(), false);
}

async function leadWithContact() {
    const contact = new client.Contact({
        name: 'Анна Ким',
        custom_fields_values: [{ field_code: 'PHONE', values: [{ value: '+7 916 123-45-67', enum_code: 'MOB' }] }],
    });
    await contact.save();
    assert.ok(contact.id > 0);

    const lead = new client.Lead({ name: 'Дом у озера', price: 150000 });
    lead.embeddedContacts.add([{ id: contact.id, is_main: true }]);
    lead.embeddedTags.add([{ name: 'VIP' }]);
    await lead.save();
    assert.ok(lead.id > 0);

    const read = await client.leads.getById(lead.id, { with: ['contacts'] });
    assert.equal(read.name, 'Дом у озера');
    assert.equal(read.price, 150000);
    assert.equal(read.custom_fields_values, null);
    assert.equal(read.embeddedContacts.get()[0].id, contact.id);
    assert.equal(read.embeddedContacts.get()[0].is_main, true);
    assert.deepEqual(read.embeddedTags.get().map((tag) => tag.name), ['VIP']);

    const person = await client.contacts.getById(contact.id);
    const [phone] = person.custom_fields_values;
    assert.equal(phone.field_code, 'PHONE');
    assert.deepEqual([phone.values[0].value, phone.values[0].enum_code], ['+79161234567', 'MOB']);
    return { lead: read, contact };
}

async function taskAndNote(lead) {
    const [task] = await lead.tasks.create([{ text: 'Позвонить', complete_till: 4000000000, task_type_id: 1 }]);
    assert.ok(task.id > 0);
    const tasks = await lead.tasks.get();
    assert.deepEqual(tasks.getData().map((t) => [t.id, t.text, t.task_type_id]), [[task.id, 'Позвонить', 1]]);

    const open = tasks.getData()[0];
    assert.deepEqual(open.result, []);
    open.is_completed = true;
    open.result = { text: 'Договорились' };
    await open.save();
    const done = await client.tasks.getById(task.id);
    assert.equal(done.is_completed, true);
    assert.deepEqual(done.result, { text: 'Договорились' });

    const { data } = await client.request.post(`/api/v4/leads/${lead.id}/notes`, [
        { note_type: 'common', params: { text: 'Ждёт звонка' } },
    ]);
    const [note] = data._embedded.notes;
    assert.equal(note.entity_id, lead.id);
    assert.equal(note.request_id, '0');
}

async function move(lead) {
    const { data } = await client.request.get('/api/v4/leads/pipelines');
    const [pipeline] = data._embedded.pipelines;
    const stages = pipeline._embedded.statuses.map((s) => s.id);
    assert.deepEqual(stages.slice(-2), [142, 143]);
    lead.status_id = stages[1];
    await lead.save();
    lead.status_id = 142;
    lead.price = 160000.5;
    await lead.save();
    const won = await client.leads.getById(lead.id, { with: ['contacts'] });
    assert.equal(won.status_id, 142);
    assert.equal(won.pipeline_id, pipeline.id);
    assert.equal(won.price, 160000);
    assert.ok(won.closed_at > 0);
    assert.equal(won.embeddedContacts.length, 1);
    // Sent back as it was read, the price keeps its kopecks.
    await won.save();
    const exact = await client.request.get(`/api/v4/leads/${lead.id}`);
    assert.equal(exact.data.price_with_minor_units, 160000.5);
    return { pipeline, open: stages[0] };
}

async function pages(pipeline, open) {
    const made = await client.leads.create(
        Array.from({ length: 7 }, (_, i) => ({ name: `Сделка ${i}`, price: i, status_id: open })),
    );
    assert.equal(made.length, 7);
    const criteria = {
        limit: 3,
        with: ['contacts'],
        order: { id: 'asc' },
        filter: {
            statuses: [{ pipeline_id: pipeline.id, status_id: open }],
            created_at: { from: 1, to: 4000000000 },
        },
    };
    const pagination = await client.leads.get(criteria);
    const seen = pagination.getData().map((lead) => lead.id);
    assert.equal(pagination.hasPrev(), false);
    while (await pagination.next()) {
        seen.push(...pagination.getData().map((lead) => lead.id));
    }
    assert.deepEqual(seen, made.map((lead) => lead.id));
    assert.equal(pagination.getPage(), 3);
    await pagination.first();
    assert.equal(pagination.getPage(), 1);
    for (const lead of pagination) {
        assert.deepEqual(lead.embeddedContacts.get(), []);
    }

    const none = await client.leads.get({ filter: { statuses: [{ pipeline_id: pipeline.id, status_id: 143 }] } });
    assert.deepEqual(none.getData(), []);
}

async function refusals() {
    await assert.rejects(client.leads.create([{ name: 'Не туда', status_id: 999999 }]), (error) => {
        assert.equal(error.data.status, 400);
        const [failed] = error.data['validation-errors'];
        assert.deepEqual([failed.request_id, failed.errors[0].code, failed.errors[0].path], ['0', 'NotSupportedChoice', 'status_id']);
        return true;
    });
    assert.equal((await client.leads.getById(999999)).id, undefined);
}

(async () => {
    await emptyList();
    const { lead, contact } = await leadWithContact();
    await taskAndNote(lead);
    const { pipeline, open } = await move(lead);
    await pages(pipeline, open);
    await refusals();
    console.log(JSON.stringify({ lead: lead.id, contact: contact.id }));
})().catch((error) => {
    process.stdout.write(`${error.stack}\n${error.data ? JSON.stringify(error.data) : ''}\n`);
    process.exit(1);
});
